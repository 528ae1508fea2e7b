using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.Bpf.Rings;
using Pipeline.Enrichment;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Cluster;
using Pipeline.Transforms.Kubernetes.Columns;
using Pipeline.Transforms.Kubernetes.Figures;
using Pipeline.Transforms.Kubernetes.Objects;
using Pipeline.Transforms.Kubernetes.Rows;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Kubernetes;

/// <summary>Tells rows which pod they are of, and who is at the other end. Tables keep their names; those whose rows have nothing to be looked up by stay as they are.</summary>
internal sealed class KubernetesTransform : ITransform, IStarting, IFlushing, IFinishing, IKernelPrograms, IAsyncDisposable
{
    private const long WaitingRoom = 16 << 20;

    // Changes of one call: rows wait meanwhile.
    private const int MostChanges = 8192;

    private static readonly TimeSpan StatsInterval = TimeSpan.FromSeconds(10);

    private readonly KubernetesOptions _options;
    private readonly IComponentContext _context;
    private readonly ImmutableArray<ColumnChoice> _columns;
    private readonly Wanted _wanted;
    private readonly ClusterState _state;
    private readonly RowFacts _facts;
    private readonly Lookups _lookups;
    private readonly WaitingRows _waiting;
    private readonly ClusterLink _link;
    private readonly CountingEmitter _emitter = new();
    private readonly StatsTable _stats;
    private readonly long _wait;
    private BoundTable[] _tables = [];
    private bool _hasProcesses;
    private bool _isComplete;
    private bool _hasEnded;
    private long _began;
    private long _statsTold;
    private long _changes;

    public KubernetesTransform(KubernetesOptions options, IComponentContext context)
        : this(options, context, new FeedChoice(options).Open)
    {
    }

    internal KubernetesTransform(KubernetesOptions options, IComponentContext context, OpenFeed open)
    {
        (_options, _context) = (options, context);
        _columns = OwnColumns.Choose(options);
        var kinds = Kinds(options, _columns);
        _wait = options.Wait.Ticks * TimeSpan.NanosecondsPerTick;
        _wanted = new Wanted(_columns.Any(c => c.What is PodColumn.Container or PodColumn.ContainerId or PodColumn.Image), kinds.Contains(ObjectKind.Job));
        // The one that rows' facts are given back to is made of the texts that the state keeps.
        RowFacts? facts = null;
        _state = new ClusterState(options.Keep, options.Labels, options.Annotations, subject => facts!.Outdate(subject));
        _facts = facts = new RowFacts(_columns, _state.Texts, options.Node ?? "");
        _lookups = new Lookups(context.Environment.HostName, _facts, new CgroupLookup(_state, _facts, _wait, _wanted), new AddressLookup(_state, _wait, _wanted.Workload));
        _waiting = new WaitingRows(options.Wait, WaitingRoom, context.Environment.Time);
        _link = new ClusterLink(() => open(kinds, context.Environment.Time, context.Log), context.Environment.Time, context.Log);
        _stats = new StatsTable(new BatchOrigin(context.Environment.HostName, context.Name, Now));
    }

    /// <summary>Begins to follow a cluster.</summary>
    internal delegate IClusterFeed OpenFeed(IReadOnlyList<ObjectKind> kinds, TimeProvider time, ILogger log);

    public TimeSpan FlushInterval => TimeSpan.FromMilliseconds(200);

    public bool SettlesWhenAbsorbed => false;

    private long Now => (_context.Environment.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        _tables = [.. inputs.Select(Name)];
        if (_tables.All(t => t.Rows is null))
            throw new OptionException("inputs", "no input has anything to look rows up by (expected a table with cgroup_id, cgroup, pid, local_addr or remote_addr)");
        return [.. _tables.Select(t => t.Output), StatsTable.Schema];
    }

    public ValueTask StartAsync(CancellationToken stop)
    {
        _began = _statsTold = Now;
        _stats.Begin(_began);
        _link.Open();
        if (_hasProcesses)
            _lookups.Processes = CatalogShare.Open(_context.Environment, _context.Log);
        return ValueTask.CompletedTask;
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        Update(emitter);
        if (TableOf(batch.Schema) is { } table)
        {
            _waiting.Process(table, batch, _emitter);
            return;
        }

        batch.AddReference();
        emitter.Emit(batch);
    }

    public void Flush(IEmitter emitter)
    {
        Update(emitter);
        if (_lookups.Now - _statsTold < StatsInterval.Ticks * TimeSpan.NanosecondsPerTick && !_hasEnded)
            return;
        _stats.Emit(emitter, Count(), _lookups.Now);
        _statsTold = _lookups.Now;
    }

    public void Finish(IEmitter emitter)
    {
        Update(emitter);
        _waiting.Finish(_emitter);
        _hasEnded = true;
    }

    public IReadOnlyList<ProgramStatus> Verify() => _hasProcesses ? ProcessCatalog.Verify(_context.Environment) : [];

    public IReadOnlyList<ProgramStatus> ReadPrograms() => _lookups.Processes?.ReadPrograms() ?? [];

    public async ValueTask DisposeAsync()
    {
        _waiting.Dispose();
        _lookups.Processes?.Dispose();
        await _link.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>What has to be followed for the columns there are. A kubelet knows its pods alone: nobody has to wait for the rest.</summary>
    private static ImmutableArray<ObjectKind> Kinds(KubernetesOptions options, ImmutableArray<ColumnChoice> columns)
    {
        if (options.Kubelet is not null)
            return [ObjectKind.Pod];
        var kinds = ImmutableArray.CreateBuilder<ObjectKind>();
        kinds.AddRange(ObjectKind.Pod, ObjectKind.Node);
        if (options.Remote)
            kinds.Add(ObjectKind.Service);
        if (options.Remote || columns.Any(c => c.What is PodColumn.WorkloadKind or PodColumn.WorkloadName or PodColumn.Deployment or PodColumn.CronJob))
            kinds.AddRange(ObjectKind.ReplicaSet, ObjectKind.Job);
        return kinds.ToImmutable();
    }

    private BoundTable Name(TableSchema table)
    {
        var subjects = new RowSubjects(table);
        var (hasOwn, hasRemote) = (subjects.HasProcess || subjects.HasLocal, subjects.HasRemote && _options.Remote);
        _hasProcesses |= subjects.HasProcess;
        ColumnGroup[] groups = [.. hasOwn ? [_facts.Own] : (ReadOnlySpan<ColumnGroup>)[], .. hasRemote ? [_facts.Remote] : (ReadOnlySpan<ColumnGroup>)[]];
        if (groups.Length == 0)
            return new BoundTable(table, table, null);
        var added = new AddedColumns(table, "columns", groups);
        return new BoundTable(table, added.Output, new WaitingTable(added, new RowLookup(subjects, _lookups, hasOwn, hasRemote), "conn_id"));
    }

    private WaitingTable? TableOf(TableSchema schema)
    {
        foreach (var table in _tables)
            if (ReferenceEquals(table.Input, schema))
                return table.Rows;
        foreach (var table in _tables)
            if (table.Input.Equals(schema))
                return table.Rows;
        throw new InvalidOperationException($"table '{schema.Name}' was not bound");
    }

    /// <summary>Takes in all that was told since the last call, and lets rows go that need not wait any longer.</summary>
    private void Update(IEmitter emitter)
    {
        var now = Now;
        (_lookups.Now, _lookups.UnixOffset) = (now, now - BootClock.Now());
        if (_lookups.Processes is { } share)
        {
            using var turn = share.Take();
            turn.Catalog.Update();
        }

        var changes = 0;
        for (; changes < MostChanges && _link.TryTake(out var change); changes++)
            _state.Apply(change, now);
        _changes += changes;
        _state.Forget(now);
        _isComplete = _isComplete || (_link.Kinds.Count > 0 && _link.Kinds.All(_state.IsListed));
        _lookups.IsBeginning = !_isComplete && now - _began < _wait;
        _waiting.Release(_emitter.Of(emitter), hasChanged: changes > 0);
    }

    private Counts Count()
    {
        var figures = _link.Figures;
        var (pods, services, nodes) = _state.Known;
        return new Counts
        {
            Pod = _emitter[Match.Pod],
            Host = _emitter[Match.Host],
            Unknown = _emitter[Match.Unknown],
            None = _emitter[Match.None],
            Remote = _emitter.Remote,
            Answered = _waiting.Answered,
            TimedOut = _waiting.TimedOut,
            Hurried = _waiting.Hurried,
            Waiting = _waiting.Count,
            Changes = _changes,
            Lists = figures?.Lists ?? 0,
            Watches = figures?.Watches ?? 0,
            Cut = figures?.Cut ?? 0,
            Failures = figures?.Failures.Values.Sum() ?? 0,
            Skipped = (figures is null ? 0 : Enum.GetValues<SkipReason>().Sum(figures.Skipped)) + _state.Skipped + _facts.Refused,
            ForgottenEarly = _state.ForgottenEarly,
            EventsLost = _lookups.Processes?.Figures.Lost ?? 0,
            Pods = _state.PodsThere,
            PodsGone = pods - _state.PodsThere,
            Services = services,
            Nodes = nodes,
        };
    }
}
