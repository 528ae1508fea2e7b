using System.Runtime.InteropServices;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>The disks of one cgroup's files; used again for the next.</summary>
internal sealed class DeviceIoList
{
    private readonly List<DeviceIo> _devices = [];
    private int _last;

    internal ReadOnlySpan<DeviceIo> Devices => CollectionsMarshal.AsSpan(_devices);

    internal void Clear()
    {
        _devices.Clear();
        _last = 0;
    }

    /// <summary>The place of a disk, which is added if it is not among them. Lines of one stand together and come in the same order in each file.</summary>
    internal ref DeviceIo Of(ulong device)
    {
        var devices = CollectionsMarshal.AsSpan(_devices);
        for (var i = 0; i < devices.Length; i++)
        {
            var at = (_last + i) % devices.Length;
            if (devices[at].Device == device)
            {
                _last = at;
                return ref devices[at];
            }
        }

        _last = _devices.Count;
        _devices.Add(new DeviceIo(device));
        return ref CollectionsMarshal.AsSpan(_devices)[_last];
    }
}
