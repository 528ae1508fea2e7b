using Pipeline.Bpf.Reading;
using Pipeline.Sources.Processes.Cgroups.Folders;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>The rows of one table of cgroups in a pass.</summary>
internal sealed class CgroupRows(TableSchema schema, bool isWanted) : IDisposable
{
    private readonly TableRows _rows = new(schema);

    internal TableSchema Schema => schema;

    /// <summary>Whether anybody wants the table; if not, no row may be added.</summary>
    internal bool IsWanted => isWanted;

    internal void Begin(SourceOutput output, ReadingTime time)
    {
        if (isWanted)
            _rows.Begin(output, time);
    }

    /// <summary>Begins a row about a cgroup, whose own cells are zero until set.</summary>
    internal void Add(OpenCgroup cgroup) =>
        Add(cgroup.Cgroup.Path, cgroup.IsTwo ? cgroup.Cgroup.Inode : 0, cgroup.Hierarchy.Version, cgroup.Cgroup.Start);

    /// <summary>Begins a row.</summary>
    /// <param name="path">The cgroup's.</param>
    /// <param name="id">Its number on version 2.</param>
    /// <param name="version">Of its hierarchy.</param>
    /// <param name="start">Nanoseconds from boot to its beginning.</param>
    internal void Add(ReadOnlySpan<byte> path, ulong id, CgroupVersion version, long start)
    {
        _rows.Add();
        _rows.Set(CgroupTable.StartTime, start);
        _rows.Set(CgroupTable.Path, path);
        _rows.Set(CgroupTable.Id, id);
        _rows.Set(CgroupTable.Version, (byte)version);
    }

    /// <summary>Sets a cell of the row begun last.</summary>
    internal void Set<T>(int ordinal, T value)
        where T : unmanaged => _rows.Set(ordinal, value);

    /// <summary>Sets a text of the row begun last.</summary>
    internal void Set(int ordinal, ReadOnlySpan<byte> value) => _rows.Set(ordinal, value);

    internal void End()
    {
        if (isWanted)
            _rows.End();
    }

    public void Dispose() => _rows.Dispose();
}
