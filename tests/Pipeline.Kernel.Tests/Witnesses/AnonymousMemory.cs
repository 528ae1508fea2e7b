using System.Globalization;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>The most RssAnon that a process had, looked at again and again.</summary>
internal sealed class AnonymousMemory : IAsyncDisposable
{
    private const string Key = "RssAnon:";
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    internal AnonymousMemory(int pid) => _watching = WatchAsync($"/proc/{pid}/status");

    internal long PeakBytes { get; private set; }

    internal int Looks { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync(string status)
    {
        while (!_stop.IsCancellationRequested && Look(status))
            await Task.Delay(Step, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // False: the process is gone.
    private bool Look(string status)
    {
        try
        {
            if (File.ReadLines(status).FirstOrDefault(l => l.StartsWith(Key, StringComparison.Ordinal)) is not { } line)
                return false;
            PeakBytes = Math.Max(PeakBytes, long.Parse(line.AsSpan(Key.Length).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) << 10);
            Looks++;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
