using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Pipeline.Bpf.Reading;

/// <summary>
/// A source made of one object: attaches its first variant that works, emits the rows its programs write into rings and those made of the figures they keep in maps,
/// and reads on after a stop until every row submitted is out. A plugin derives its source from this and adds what its options mean, and tables of its own if it has some.
/// </summary>
public abstract class KernelSource : ISource, IKernelSource, ISampled, IDisposable
{
    private static readonly KernelAccounts Nothing =
        new(0, 0, ImmutableSortedDictionary<string, long>.Empty, ImmutableSortedDictionary<string, long>.Empty, 0);

    private readonly BpfObjectSpec? _spec;
    private readonly BpfSettings _settings;
    private readonly ReadSettings _reading;
    private readonly IComponentContext _context;
    private readonly SampleRequests _requests;
    private readonly bool _hasOwn;
    private readonly Lock _loopLock = new();
    private ReadLoop? _loop;
    private IReadOnlyList<ProgramStatus> _refused = [];
    private volatile BpfObject? _loaded;
    private volatile SourceOutput? _output;
    private volatile bool _hasBegun;

    /// <param name="spec">The object; the settings' options decide which columns its tables have. Null: none is wanted, and no program is attached.</param>
    /// <param name="settings">How it is loaded. Its host process is the caller's to set; the machine's root folder is the context's.</param>
    /// <param name="reading">When it is read.</param>
    /// <param name="context">The component's.</param>
    /// <param name="own">
    /// The tables that <see cref="ReadOwn"/> makes rows of; null: none. A source that has some goes on with them where this machine has no use for the programs.
    /// </param>
    protected KernelSource(BpfObjectSpec? spec, BpfSettings settings, ReadSettings reading, IComponentContext context, IReadOnlyList<TableSchema>? own = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        _spec = spec?.With(settings.Options);
        _settings = settings with { HostRoot = context.Environment.HostRoot };
        _reading = reading;
        _context = context;
        _hasOwn = own is { Count: > 0 };
        Tables = [.. _spec?.Schemas ?? [], .. own ?? []];
        _requests = new SampleRequests(Wake);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TableSchema> Tables { get; }

    /// <inheritdoc/>
    public bool HasBegun => _hasBegun;

    /// <inheritdoc/>
    public Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        try
        {
            _output = new SourceOutput(emitter);
            if (_spec is not null && (_loaded = Attach(_spec)) is { } loaded)
            {
                Attached(loaded, stop);
                _context.Log.LogInformation("{Object} is attached, variant {Variant}", Path.GetFileName(_spec.Path), loaded.Variant);
            }

            _hasBegun = true;
            Read(_output, stop);
            return Task.CompletedTask;
        }
        finally
        {
            _requests.End();
        }
    }

    /// <inheritdoc/>
    public ValueTask SampleAsync(CancellationToken cancel) => !_hasOwn && _spec is not { Metrics.IsEmpty: false } ? ValueTask.CompletedTask : _requests.AskAsync(cancel);

    /// <inheritdoc/>
    public KernelAccounts ReadAccounts()
    {
        var accounts = _loaded?.ReadAccounts() ?? Nothing;
        return _output is { } output ? accounts with { Entries = accounts.Entries + output.Met } : accounts;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ProgramStatus> Verify() => _spec is null ? [] : BpfObject.Verify(_spec, _settings);

    /// <inheritdoc/>
    public IReadOnlyList<ProgramStatus> ReadPrograms() => _loaded?.ReadPrograms() ?? _refused;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the source holds, once its run is over.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            _loaded?.Dispose();
    }

    /// <summary>
    /// Called once a run on the source's own thread, after the programs were attached and before the first row is read: the place for iterators. It should take no
    /// longer than the rings take to fill, and no longer than it must once <paramref name="stop"/> is asked for. What it throws ends the run, which the host begins again.
    /// </summary>
    protected virtual void Attached(BpfObject loaded, CancellationToken stop)
    {
    }

    /// <summary>Called once a run that ends as it should, on the source's own thread, before the programs are detached: the place to end what <see cref="Attached"/> began.</summary>
    protected virtual void Detaching()
    {
    }

    /// <summary>
    /// Called on the source's own thread every interval, whenever somebody asks for figures, and once at the end, after the programs were detached: emits rows of the
    /// source's own tables. Never called where there are none. What it throws ends the run, which the host begins again.
    /// </summary>
    /// <param name="output">Where they go; the same object each time.</param>
    protected virtual void ReadOwn(SourceOutput output)
    {
    }

    private void Read(SourceOutput output, CancellationToken stop)
    {
        using var loop = new ReadLoop(_loaded, _hasOwn ? ReadOwn : null, _reading, _context.Environment.Time, output, _requests, _context.Log);
        Publish(loop);
        try
        {
            using (stop.UnsafeRegister(static l => ((ReadLoop)l!).Stop(), loop))
                loop.Run();
            if (_loaded is { } loaded)
            {
                Detaching();
                loaded.Detach();
            }

            loop.Settle();
        }
        finally
        {
            Publish(null);
        }
    }

    // Under the lock, so that nobody wakes a loop whose descriptors are gone. Whoever asked before it was there has not woken it.
    private void Publish(ReadLoop? loop)
    {
        lock (_loopLock)
        {
            _loop = loop;
            if (_requests.Pending)
                loop?.Wake();
        }
    }

    private void Wake()
    {
        lock (_loopLock)
            _loop?.Wake();
    }

    private BpfObject? Attach(BpfObjectSpec spec)
    {
        BpfObject loaded;
        try
        {
            loaded = BpfObject.Attach(spec, _settings);
        }
        catch (BpfException e)
        {
            _refused = e.Attempts;
            if (!_hasOwn)
                throw new UnavailableException(e.Message, e);
            _context.Log.LogWarning("there are no rows of {Tables} here: {Problem}", string.Join(", ", spec.Schemas.Select(t => t.Name)), e.Message);
            return null;
        }

        foreach (var program in loaded.ReadPrograms())
            if (program.State is ProgramState.LoadRefused or ProgramState.AttachRefused)
                _context.Log.Log(
                    program.Without is not null ? LogLevel.Warning : LogLevel.Information,
                    "{Program} ({Mechanism} {Hook}) is not used here: {Detail}",
                    program.Program,
                    program.Mechanism,
                    program.Hook,
                    program.Detail);
        return loaded;
    }
}
