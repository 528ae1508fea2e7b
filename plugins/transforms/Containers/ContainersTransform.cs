using Pipeline.Bpf.Rings;
using Pipeline.Enrichment;
using Pipeline.Transforms.Containers.Rows;
using Pipeline.Transforms.Containers.Runtimes;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Containers;

/// <summary>
/// Adds to rows that name a process or a cgroup of this machine the container or systemd unit that it was in at their time. Rows go on at once; tables that name neither
/// pass as they are, as do rows of other machines, with empty columns.
/// </summary>
internal sealed class ContainersTransform : ITransform, IStarting, IFlushing, IMeasured, IKernelPrograms, IDisposable
{
    private readonly ContainersOptions _options;
    private readonly IComponentContext _context;
    private readonly ContainerNames? _names;
    private readonly CgroupFacts _cgroups;
    private readonly ProcessFacts _processes;
    private (TableSchema Table, EnrichedTable Enriched)[] _tables = [];
    private CatalogShare? _share;
    private int[] _numbers = [];

    // Of the row before: neighbours are often of one process.
    private (ulong Id, int Fact) _lastCgroup;

    public ContainersTransform(ContainersOptions options, IComponentContext context)
    {
        if (options.Columns.Count == 0)
            throw new OptionException("columns", "there are no columns (expected at least one)");
        if (options.Columns.Distinct().Count() < options.Columns.Count)
            throw new OptionException("columns", "a column stands there twice");
        _options = options;
        _context = context;
        if (options.Columns.Any(c => c is ContainerColumn.ContainerName or ContainerColumn.ContainerImageName or ContainerColumn.ContainerImageTag or ContainerColumn.ContainerRuntime))
            _names = new ContainerNames(options, context.Environment, context.Log);
        _cgroups = new CgroupFacts(_names);
        _processes = new ProcessFacts(options.Columns);
    }

    /// <summary>Often enough to see containers that live shortly, and rare enough to cost nothing: where nothing was made, a time is read of each folder.</summary>
    public TimeSpan FlushInterval => TimeSpan.FromMilliseconds(100);

    public bool SettlesWhenAbsorbed => true;

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        _tables = [.. inputs.Select(table => (table, EnrichedTable.Bind(table, _options.Columns, _cgroups.Facts, _processes.Facts)))];
        if (_tables.All(t => t.Enriched.Subjects is null))
            throw new OptionException("inputs", "no input says whom its rows are about (expected a table with a column cgroup_id, cgroup or pid)");
        return [.. _tables.Select(t => t.Enriched.Columns?.Output ?? t.Table)];
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        _share = CatalogShare.Open(_context.Environment, _context.Log);
        _names?.Look();
        return ValueTask.CompletedTask;
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        _names?.Look();
        var table = TableOf(batch.Schema);
        if (table.Columns is not { } columns)
        {
            Update();
            batch.AddReference();
            emitter.Emit(batch);
            return;
        }

        var numbers = batch.Rows * columns.Groups;
        if (_numbers.Length < numbers)
            _numbers = new int[numbers];
        var facts = _numbers.AsSpan(0, numbers);
        facts.Clear();
        using (var turn = _share!.Take())
        {
            turn.Catalog.Update();
            if (batch.Origin.Host == _context.Environment.HostName)
                Find(turn.Catalog, batch, table, facts);
        }

        emitter.Emit(columns.Enrich(batch, facts, emitter.Arena));
    }

    public void Flush(IEmitter emitter)
    {
        _names?.Look();
        Update();
    }

    public IReadOnlyList<ProgramStatus> Verify() => ProcessCatalog.Verify(_context.Environment);

    public IReadOnlyList<ProgramStatus> ReadPrograms() => _share?.ReadPrograms() ?? [];

    public IReadOnlyList<Figure> ReadFigures()
    {
        var catalog = _share?.Figures ?? new CatalogFigures();
        return
        [
            new("processes", "living", Instrument.Gauge, catalog.Living),
            new("processes", "gone", Instrument.Gauge, catalog.Gone),
            new("cgroups", "", Instrument.Gauge, catalog.Cgroups),
            new("facts", "cgroups", Instrument.Gauge, _cgroups.Facts.Count),
            new("facts", "processes", Instrument.Gauge, _processes.Facts.Count),
            new("refused_facts", "", Instrument.Counter, _cgroups.Facts.Refused + _processes.Facts.Refused),
            new("unread_states", "", Instrument.Counter, _names?.Unread ?? 0),
            new("lost_events", "", Instrument.Counter, catalog.Lost),
            new("unknown_processes", "", Instrument.Counter, catalog.NotFound),
            new("forgotten_processes", "", Instrument.Counter, catalog.ForgottenEarly),
            new("unreadable_processes", "", Instrument.Counter, catalog.Unreadable),
        ];
    }

    public void Dispose() => _share?.Dispose();

    private void Update()
    {
        using var turn = _share!.Take();
        turn.Catalog.Update();
    }

    private void Find(ProcessCatalog catalog, RecordBatch batch, EnrichedTable table, Span<int> facts)
    {
        _lastCgroup = default;
        var (subjects, groups, now) = (table.Subjects!, table.Columns!.Groups, BootClock.Now());
        for (var row = 0; row < batch.Rows; row++)
        {
            var numbers = facts.Slice(row * groups, groups);
            ProcessInfo? process = null;
            if (table.ProcessGroup >= 0 && (process = Process(catalog, subjects, batch, row, now)) is not null)
                numbers[table.ProcessGroup] = _processes.Of(process);
            if (table.CgroupGroup >= 0)
                numbers[table.CgroupGroup] = Cgroup(catalog, subjects, batch, row, now, process);
        }
    }

    private int Cgroup(ProcessCatalog catalog, RowSubjects subjects, RecordBatch batch, int row, long now, ProcessInfo? process)
    {
        var id = subjects.Cgroup(batch, row);
        if (id != 0 && id == _lastCgroup.Id)
            return _lastCgroup.Fact;
        if (catalog.FindCgroup(id, subjects.CgroupPath(batch, row)) is { } told)
        {
            var fact = _cgroups.Of(told);
            if (told.Id == id)
                _lastCgroup = (id, fact);
            return fact;
        }

        // In the root of version 2 it may be in a cgroup of version 1 still.
        process ??= Process(catalog, subjects, batch, row, now);
        return process?.CgroupAt(Time(subjects, batch, row, now)) is { } cgroup ? _cgroups.Of(cgroup) : 0;
    }

    private static ProcessInfo? Process(ProcessCatalog catalog, RowSubjects subjects, RecordBatch batch, int row, long now) =>
        subjects.Pid(batch, row) is not 0 and var pid ? catalog.Find(pid, subjects.StartTicks(batch, row), Time(subjects, batch, row, now)) : null;

    // Of a table without a time a row is of now.
    private static long Time(RowSubjects subjects, RecordBatch batch, int row, long now) =>
        subjects.Time(batch, row) is not { } time ? now : batch.UnixOffset != 0 ? time : time - BootClock.UnixOffset();

    private EnrichedTable TableOf(TableSchema table)
    {
        foreach (var (bound, enriched) in _tables)
            if (ReferenceEquals(bound, table))
                return enriched;
        foreach (var (bound, enriched) in _tables)
            if (bound.Equals(table))
                return enriched;
        throw new InvalidOperationException($"table '{table.Name}' was not bound");
    }
}
