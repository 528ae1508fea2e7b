using System.Text;
using Pipeline.Files;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Names of disks by their numbers, looked up once a pass: a number can be given to another disk.</summary>
internal sealed unsafe class DeviceNames(HostEnvironment environment)
{
    private const int MostBytes = 512;

    private readonly Dictionary<ulong, (byte[] Name, long Pass)> _names = [];
    private readonly string _folder = environment.OnHost("/sys/dev/block");
    private long _pass;

    /// <summary>Begins a pass.</summary>
    internal void Begin() => _pass++;

    /// <summary>A disk's name, or MAJOR:MINOR where it has none.</summary>
    internal ReadOnlySpan<byte> Of(ulong device)
    {
        if (_names.TryGetValue(device, out var known) && known.Pass == _pass)
            return known.Name;
        var number = $"{DeviceNumber.Major(device)}:{DeviceNumber.Minor(device)}";
        var target = stackalloc byte[MostBytes];
        nint length;
        fixed (byte* link = Encoding.UTF8.GetBytes($"{_folder}/{number}\0"))
            length = Libc.readlinkat(Libc.CurrentFolder, link, target, MostBytes);
        var path = new ReadOnlySpan<byte>(target, Math.Max(0, (int)length));
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        // The kernel writes ! where a name has a slash.
        byte[] found = name.IsEmpty ? Encoding.ASCII.GetBytes(number) : name.SequenceEqual(known.Name) ? known.Name : name.ToArray();
        _names[device] = (found, _pass);
        return found;
    }
}
