using static Pipeline.Sources.Processes.Cgroups.Tables.CgroupTable;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>The table of block I/O.</summary>
internal static class IoTables
{
    internal const int Device = Own, Direction = Own + 1, Bytes = Own + 2, Operations = Own + 3;

    internal static TableSchema Io { get; } = Create(
        "cgroup_io",
        "Block I/O of each cgroup and those below it, by disk. On version 1, Linux 6.10 and later count only on disks on which somebody has set a limit, and those that bfq schedules.",
        new ColumnSchema("device", ColumnType.Utf8) { Help = "The disk's name, or MAJOR:MINOR where it has none.", Attribute = "system.device", Width = 8 },
        Label("direction", "read, write, or discard where the kernel tells it.", "read", "write", "discard") with { Attribute = "disk.io.direction" },
        Counter("bytes", "By", "BYTES(KB)", "Bytes moved or discarded."),
        Counter("operations", "1", "OPS", "Requests for that."));
}
