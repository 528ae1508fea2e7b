using Pipeline.Lines.Rows;

namespace Pipeline.Sources.File.Reading;

/// <summary>Gives the files their turns, each as large as the others', until all are read or nobody wants more.</summary>
internal sealed class ReadLoop(FileSourceOptions options, FileSet files, FileReader reader, LineNotices notices, TimeProvider time)
{
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(10);

    private TimeSpan _poll = ShortestPoll;
    private long _scannedAt;

    public async Task RunAsync(CancellationToken stop)
    {
        Scan(isFirst: true);
        while (!stop.IsCancellationRequested)
        {
            var hasRead = await RoundAsync(stop).ConfigureAwait(false);
            if (!hasRead && !options.Follow && files.Count == 0)
                return;
            if (options.Follow && time.GetElapsedTime(_scannedAt) >= options.ScanInterval)
                Scan(isFirst: false);
            notices.Tell(isLast: false);
            if (hasRead)
                _poll = ShortestPoll;
            else
                await WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private void Scan(bool isFirst)
    {
        files.Scan(isFirst);
        _scannedAt = time.GetTimestamp();
    }

    private async ValueTask<bool> RoundAsync(CancellationToken stop)
    {
        var hasRead = false;
        foreach (var file in files.Open())
        {
            if (stop.IsCancellationRequested)
                break;
            var isFinal = files.IsFinal(file);
            switch (await reader.TurnAsync(file, isFinal, files.Identify, stop).ConfigureAwait(false))
            {
                case TurnResult.Read:
                    files.Busy(file);
                    hasRead = true;
                    break;
                case TurnResult.Replaced:
                    files.Begin(file);
                    hasRead = true;
                    break;
                case TurnResult.Failed:
                    files.Fail(file, reader.Error);
                    break;
                default:
                    hasRead |= files.Idle(file, isFinal);
                    break;
            }
        }

        return hasRead;
    }

    private async ValueTask WaitAsync(CancellationToken stop)
    {
        await Task.Delay(_poll, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _poll = TimeSpan.FromTicks(Math.Min(2 * _poll.Ticks, options.PollInterval.Ticks));
    }
}
