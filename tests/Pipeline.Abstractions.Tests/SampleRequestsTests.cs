namespace Pipeline.Abstractions.Tests;

public sealed class SampleRequestsTests
{
    [Fact]
    public async Task EveryAskerIsAnsweredByAReadingThatBeganAfterIt()
    {
        using var wake = new SemaphoreSlim(0);
        var requests = new SampleRequests(() => wake.Release());
        var (begun, flushed) = (0, 0);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await wake.WaitAsync(CancellationToken.None);
                using var round = requests.Begin();
                Interlocked.Increment(ref begun);
                await Task.Yield();
                Volatile.Write(ref flushed, begun);
            }

            requests.End();
        }, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var before = Volatile.Read(ref begun);
                await requests.AskAsync(CancellationToken.None);
                Assert.True(Volatile.Read(ref flushed) > before);
            }
        }, TestContext.Current.CancellationToken)));
        Assert.InRange(begun, 2_000, 16_000);
        await stop.CancelAsync();
        wake.Release();
        await reading;
        await requests.AskAsync(CancellationToken.None);
    }

    [Fact]
    public async Task TheEndAnswersThoseWhoWait()
    {
        var woken = 0;
        var requests = new SampleRequests(() => woken++);
        var asked = Enumerable.Range(0, 5).Select(_ => requests.AskAsync(CancellationToken.None).AsTask()).ToArray();
        Assert.True(requests.Pending);
        requests.End();
        await Task.WhenAll(asked);
        Assert.Equal((1, false), (woken, requests.Pending));
    }

    [Fact]
    public async Task WhoGivesUpLeavesTheReadingToTheOthers()
    {
        var requests = new SampleRequests(() => { });
        using var patience = new CancellationTokenSource();
        var impatient = requests.AskAsync(patience.Token).AsTask();
        var patient = requests.AskAsync(CancellationToken.None).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        requests.Begin().Dispose();
        await patient;
    }
}
