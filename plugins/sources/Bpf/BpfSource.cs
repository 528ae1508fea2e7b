using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Pipeline.Bpf;

namespace Pipeline.Sources.Bpf;

/// <summary>Runs a kernel program and emits the rows it writes into its rings, and those made of the figures it keeps in its maps.</summary>
public sealed class BpfSource : ISource, IKernelSource, ISampled, IDisposable
{
    private static readonly KernelAccounts Nothing =
        new(0, 0, ImmutableSortedDictionary<string, long>.Empty, ImmutableSortedDictionary<string, long>.Empty, 0);

    private readonly BpfSourceOptions _options;
    private readonly IComponentContext _context;
    private readonly BpfObjectSpec _spec;
    private readonly BpfSettings _settings;
    private readonly SampleRequests _requests;
    private readonly Lock _loopLock = new();
    private ReadLoop? _loop;
    private IReadOnlyList<ProgramStatus> _refused = [];
    private volatile BpfObject? _loaded;

    /// <exception cref="OptionException">The object cannot be read, or an option does not fit it.</exception>
    public BpfSource(BpfSourceOptions options, IComponentContext context)
    {
        _options = options;
        _context = context;
        _spec = ObjectFile.Read(options, context.Environment).With(options.Options.Values);
        _settings = new BpfSettings
        {
            Options = options.Options.Values,
            RingBytes = options.RingSize?.Bytes,
            MaxSeries = options.MaxSeries,
            Variant = options.Variant,
            HostPid = context.Environment.IncludeSelf ? 0 : Environment.ProcessId,
        };
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
    public void Dispose() => _loaded?.Dispose();

    private void Read(ISourceEmitter emitter, CancellationToken stop)
    {
        using var loop = new ReadLoop(_loaded!, _options, _context.Environment.Time, emitter, _requests, _context.Log);
        Publish(loop);
        try
        {
            using (stop.UnsafeRegister(static l => ((ReadLoop)l!).Stop(), loop))
                loop.Run();
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
                _context.Log.LogInformation(
                    "{Program} ({Mechanism} {Hook}) is not used here: {Detail}", program.Program, program.Mechanism, program.Hook, program.Detail);
        _context.Log.LogInformation("{Object} is attached, variant {Variant}", Path.GetFileName(_spec.Path), _loaded.Variant);
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
