using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Pipeline.Bpf.Reading;

/// <summary>
/// A source made of one object: attaches its first variant that works, emits the rows its programs write into rings and those made of the figures they keep in maps,
/// and reads on after a stop until every row submitted is out. A plugin derives its source from this and adds what its options mean.
/// </summary>
public abstract class KernelSource : ISource, IKernelSource, ISampled, IDisposable
{
    private static readonly KernelAccounts Nothing =
        new(0, 0, ImmutableSortedDictionary<string, long>.Empty, ImmutableSortedDictionary<string, long>.Empty, 0);

    private readonly BpfObjectSpec _spec;
    private readonly BpfSettings _settings;
    private readonly ReadSettings _reading;
    private readonly IComponentContext _context;
    private readonly SampleRequests _requests;
    private readonly Lock _loopLock = new();
    private ReadLoop? _loop;
    private IReadOnlyList<ProgramStatus> _refused = [];
    private volatile BpfObject? _loaded;

    /// <param name="spec">The object; the settings' options decide which columns its tables have.</param>
    /// <param name="settings">How it is loaded. Its host process is the caller's to set; the machine's root folder is the context's.</param>
    /// <param name="reading">When it is read.</param>
    /// <param name="context">The component's.</param>
    protected KernelSource(BpfObjectSpec spec, BpfSettings settings, ReadSettings reading, IComponentContext context)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(context);
        _spec = spec.With(settings.Options);
        _settings = settings with { HostRoot = context.Environment.HostRoot };
        _reading = reading;
        _context = context;
        Tables = _spec.Schemas;
        _requests = new SampleRequests(Wake);
    }

    /// <inheritdoc/>
    public IReadOnlyList<TableSchema> Tables { get; }

    /// <inheritdoc/>
    public Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        try
        {
            using var statistics = EnableStatistics();
            Attach();
            Attached(_loaded!);
            _context.Log.LogInformation("{Object} is attached, variant {Variant}", Path.GetFileName(_spec.Path), _loaded!.Variant);
            Read(emitter, stop);
            return Task.CompletedTask;
        }
        finally
        {
            _requests.End();
        }
    }

    /// <inheritdoc/>
    public ValueTask SampleAsync(CancellationToken cancel) => _spec.Metrics.IsEmpty ? ValueTask.CompletedTask : _requests.AskAsync(cancel);

    /// <inheritdoc/>
    public KernelAccounts ReadAccounts() => _loaded?.ReadAccounts() ?? Nothing;

    /// <inheritdoc/>
    public IReadOnlyList<ProgramStatus> Verify() => BpfObject.Verify(_spec, _settings);

    /// <inheritdoc/>
    public IReadOnlyList<ProgramStatus> ReadPrograms() => _loaded?.ReadPrograms() ?? _refused;

    /// <inheritdoc/>
    public void Dispose()
    {
        _loaded?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Called once a run on the source's own thread, after the programs were attached and before the first row is read: the place for iterators. It should take no
    /// longer than the rings take to fill. What it throws ends the run, which the host begins again.
    /// </summary>
    protected virtual void Attached(BpfObject loaded)
    {
    }

    /// <summary>Called once a run that ends as it should, on the source's own thread, before the programs are detached: the place to end what <see cref="Attached"/> began.</summary>
    protected virtual void Detaching()
    {
    }

    private void Read(ISourceEmitter emitter, CancellationToken stop)
    {
        using var loop = new ReadLoop(_loaded!, _reading, _context.Environment.Time, emitter, _requests, _context.Log);
        Publish(loop);
        try
        {
            using (stop.UnsafeRegister(static l => ((ReadLoop)l!).Stop(), loop))
                loop.Run();
            Detaching();
            _loaded!.Detach();
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

    private void Attach()
    {
        try
        {
            _loaded = BpfObject.Attach(_spec, _settings);
        }
        catch (BpfException e)
        {
            _refused = e.Attempts;
            throw new UnavailableException(e.Message, e);
        }

        foreach (var program in _loaded.ReadPrograms())
            if (program.State is ProgramState.LoadRefused or ProgramState.AttachRefused)
                _context.Log.Log(
                    program.Without is not null ? LogLevel.Warning : LogLevel.Information,
                    "{Program} ({Mechanism} {Hook}) is not used here: {Detail}",
                    program.Program,
                    program.Mechanism,
                    program.Hook,
                    program.Detail);
    }

    private KernelStatistics? EnableStatistics()
    {
        try
        {
            return KernelStatistics.Enable();
        }
        catch (BpfException e)
        {
            // Without them only the run times of the programs are missing.
            _context.Log.LogInformation("{Problem}", e.Message);
            return null;
        }
    }
}
