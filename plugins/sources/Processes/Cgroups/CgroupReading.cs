using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Reading;
using Pipeline.Files;
using Pipeline.Sources.Processes.Cgroups.Folders;
using Pipeline.Sources.Processes.Cgroups.Tables;

namespace Pipeline.Sources.Processes.Cgroups;

/// <summary>Reads the figures of all cgroups, of both versions where both are mounted, and the pressure of the whole machine.</summary>
internal sealed class CgroupReading : IReading, ICgroupVisitor
{
    private readonly ReadingContext _context;
    private readonly Func<byte[]> _mountinfo;
    private readonly UnreadFiles _unread;
    private readonly DeviceNames _names;
    private readonly OpenCgroup _open;
    private readonly PressureReader _pressure;
    private readonly ImmutableArray<IFigureReader> _readers;
    private readonly ImmutableArray<CgroupRows> _rows;
    private IReadOnlyList<CgroupTree>? _trees;

    internal CgroupReading(ReadingContext context)
        : this(context, static () => File.ReadAllBytes("/proc/self/mountinfo"))
    {
    }

    /// <param name="context">The source's.</param>
    /// <param name="mountinfo">Tells what is mounted where, as this process sees it.</param>
    internal CgroupReading(ReadingContext context, Func<byte[]> mountinfo)
    {
        var files = new FileReader();
        (_context, _mountinfo) = (context, mountinfo);
        _unread = new UnreadFiles(context.Log);
        _names = new DeviceNames(context.Environment);
        _open = new OpenCgroup(files, _unread);
        _pressure = new PressureReader(Rows, context.Environment, files, _unread);
        _readers = [new CpuReader(Rows), new MemoryReader(Rows), new IoReader(Rows, _names), new PidsReader(Rows), _pressure];
        _rows = [.. _readers.SelectMany(reader => reader.Rows)];
    }

    public IReadOnlyList<TableSchema> Tables => [.. _rows.Select(rows => rows.Schema)];

    public void Read(SourceOutput output, ReadingTime time)
    {
        _names.Begin();
        foreach (var rows in _rows)
            rows.Begin(output, time);
        _pressure.ReadMachine();
        // Looked for again as long as there are none: they may be mounted later.
        if (_trees is not { Count: > 0 })
            _trees = FindTrees();
        foreach (var tree in _trees)
            tree.Walk(_open, this, time);
        foreach (var rows in _rows)
            rows.End();
        _unread.Tell();
    }

    void ICgroupVisitor.Visit(OpenCgroup cgroup)
    {
        foreach (var reader in _readers)
            reader.Read(cgroup);
    }

    public void Dispose()
    {
        foreach (var rows in _rows)
            rows.Dispose();
    }

    private CgroupRows Rows(TableSchema table) => new(table, _context.Wants(table));

    private IReadOnlyList<CgroupTree> FindTrees()
    {
        Hierarchy[] found = [.. Mounts.Hierarchies(_mountinfo(), Encoding.UTF8.GetBytes(_context.Environment.HostRoot)).Where(IsWanted)];
        if (_trees is null)
            _context.Log.LogInformation(
                "cgroups are read at {Places}",
                string.Join(", ", found.Select(hierarchy => Encoding.UTF8.GetString(hierarchy.Place.AsSpan(..^1))).DefaultIfEmpty("no place: no hierarchy with wanted figures is mounted")));
        return [.. found.Select(hierarchy => new CgroupTree(hierarchy, _unread))];
    }

    private bool IsWanted(Hierarchy hierarchy) =>
        _readers.Any(reader => reader.Rows.Any(rows => rows.IsWanted) && (hierarchy.Version == CgroupVersion.Two || (reader.Controllers & hierarchy.Controllers) != 0));
}
