namespace Pipeline.Host.Tests.Doubles;

/// <summary>A source of figures: each reading emits a few batches of rows that carry the reading's number. Ends after so many readings, or never.</summary>
internal sealed class SampledSource : ISource, ISampled, IDisposable
{
    public const int BatchesAReading = 3;

    private readonly SemaphoreSlim _wake = new(0);
    private readonly SampleRequests _requests;
    private readonly int _last;
    private int _readings;

    public SampledSource(int last = int.MaxValue)
    {
        _last = last;
        _requests = new SampleRequests(() => _wake.Release());
    }

    public IReadOnlyList<TableSchema> Tables { get; } = [Numbers.Table];

    /// <summary>Readings begun.</summary>
    public int Readings => Volatile.Read(ref _readings);

    /// <summary>Called in the middle of each reading.</summary>
    public Action Reading { get; init; } = () => { };

    public ValueTask SampleAsync(CancellationToken cancel) => _requests.AskAsync(cancel);

    public async Task RunAsync(ISourceEmitter emitter, CancellationToken stop)
    {
        try
        {
            while (Readings < _last)
            {
                await _wake.WaitAsync(stop);
                using var round = _requests.Begin();
                var number = Interlocked.Increment(ref _readings);
                Reading();
                for (var i = 0; i < BatchesAReading; i++)
                {
                    ScriptedSource.Emit(emitter, number, 1);
                    await emitter.FlushAsync();
                }
            }
        }
        finally
        {
            _requests.End();
        }
    }

    public void Dispose() => _wake.Dispose();
}
