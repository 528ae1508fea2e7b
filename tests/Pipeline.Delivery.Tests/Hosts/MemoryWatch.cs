using System.Globalization;

namespace Pipeline.Delivery.Tests.Hosts;

/// <summary>The most memory a process had that is nobody else's, RssAnon of its /proc/PID/status, looked at twenty times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Timer _timer;
    private readonly string _status;
    private long _most;

    private MemoryWatch(int pid)
    {
        _status = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/status";
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, Interval);
    }

    /// <summary>In bytes.</summary>
    internal long Most => Volatile.Read(ref _most);

    internal static MemoryWatch Start(int pid) => new(pid);

    public void Dispose() => _timer.Dispose();

    // "RssAnon:     80000 kB"; a process that is ending has no such line, or no file.
    private void Look()
    {
        try
        {
            var line = File.ReadLines(_status).FirstOrDefault(l => l.StartsWith("RssAnon:", StringComparison.Ordinal));
            if (line is not null)
                Volatile.Write(ref _most, Math.Max(_most, 1024 * long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            // It has ended.
        }
    }
}
