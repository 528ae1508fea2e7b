using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Text;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads io.stat and blkio.*.</summary>
internal sealed class IoReader(Func<TableSchema, CgroupRows> rows, DeviceNames names) : IFigureReader
{
    private readonly CgroupRows _io = rows(IoTables.Io);
    private readonly DeviceIoList _found = new();

    public Controllers Controllers => Controllers.Io;

    public ImmutableArray<CgroupRows> Rows => [_io];

    public void Read(OpenCgroup cgroup)
    {
        if (!_io.IsWanted)
            return;
        _found.Clear();
        if (cgroup.IsTwo)
            ReadTwo(cgroup);
        else if (cgroup.Has(Controllers.Io))
            ReadOne(cgroup);
        foreach (ref readonly var device in _found.Devices)
            Add(cgroup, device);
    }

    private void Add(OpenCgroup cgroup, in DeviceIo device)
    {
        for (var direction = 0; direction < DeviceIo.Directions; direction++)
        {
            if (!device.TryGet(direction, out var bytes, out var operations))
                continue;
            _io.Add(cgroup);
            _io.Set(IoTables.Device, names.Of(device.Device));
            _io.Set(IoTables.Direction, (byte)direction);
            _io.Set(IoTables.Bytes, bytes);
            _io.Set(IoTables.Operations, operations);
        }
    }

    private void ReadTwo(OpenCgroup cgroup)
    {
        if (!cgroup.TryRead("io.stat\0"u8, out ReadOnlySpan<byte> text))
            return;
        var figures = new DeviceFigures(text);
        while (figures.MoveNext())
        {
            var isBytes = figures.Key is [_, .. var rest] && rest.SequenceEqual("bytes"u8);
            if (!isBytes && !(figures.Key is [_, .. var other] && other.SequenceEqual("ios"u8)))
                continue;
            var direction = "rwd"u8.IndexOf(figures.Key[0]);
            if (direction < 0)
                continue;
            if (isBytes)
                _found.Of(figures.Device).SetBytes(direction, figures.Value);
            else
                _found.Of(figures.Device).SetOperations(direction, figures.Value);
        }
    }

    private void ReadOne(OpenCgroup cgroup)
    {
        ReadLines(cgroup, "blkio.throttle.io_service_bytes_recursive\0"u8, isBytes: true);
        ReadLines(cgroup, "blkio.throttle.io_serviced_recursive\0"u8, isBytes: false);
        // Both count the same I/O where both do.
        if (!_found.Devices.IsEmpty)
            return;
        ReadLines(cgroup, "blkio.bfq.io_service_bytes_recursive\0"u8, isBytes: true);
        ReadLines(cgroup, "blkio.bfq.io_serviced_recursive\0"u8, isBytes: false);
    }

    private void ReadLines(OpenCgroup cgroup, ReadOnlySpan<byte> file, bool isBytes)
    {
        if (!cgroup.TryRead(file, out ReadOnlySpan<byte> text))
            return;
        var lines = new DeviceLines(text);
        while (lines.MoveNext())
        {
            var direction = lines.Key.SequenceEqual("Read"u8) ? 0 : lines.Key.SequenceEqual("Write"u8) ? 1 : lines.Key.SequenceEqual("Discard"u8) ? 2 : -1;
            if (direction < 0)
                continue;
            if (isBytes)
                _found.Of(lines.Device).SetBytes(direction, lines.Value);
            else
                _found.Of(lines.Device).SetOperations(direction, lines.Value);
        }
    }
}
