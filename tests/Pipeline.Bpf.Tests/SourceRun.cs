using Pipeline.Sources.Bpf;

namespace Pipeline.Bpf.Tests;

/// <summary>A source that runs on a thread of its own, attached, until it is stopped.</summary>
internal sealed class SourceRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private SourceRun(BpfSource source)
    {
        Source = source;
        _running = Task.Factory.StartNew(() => source.RunAsync(Emitter, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    internal BpfSource Source { get; }

    internal KeepingEmitter Emitter { get; } = new();

    internal static async Task<SourceRun> StartAsync(BpfSource source)
    {
        var run = new SourceRun(source);
        while (source.ReadPrograms().All(p => p.State != ProgramState.Attached) && !run._running.IsCompleted)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        return run;
    }

    internal async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Source.Dispose();
        _stop.Dispose();
    }
}
