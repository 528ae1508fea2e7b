using System.Diagnostics;
using Pipeline.Delivery.Tests.Rows;

namespace Pipeline.Delivery.Tests.Ends;

/// <summary>
/// Debian's kcat, reading a topic from its beginning while it is written: the brokers keep little. What they forgot before it was read is an error, not a gap.
/// </summary>
internal sealed class KafkaReader : IDisposable
{
    private const byte Tab = (byte)'\t';

    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<string> _errors = [];
    private readonly TaskCompletionSource _ready = new();
    private int _ends;

    private KafkaReader(Process process, Arrivals arrivals)
    {
        (_process, Arrivals) = (process, arrivals);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
        _reading = LineReader.ReadAsync(process.StandardOutput.BaseStream, Take);
    }

    internal Arrivals Arrivals { get; }

    /// <summary>What kcat said of anything but rows.</summary>
    internal string Said
    {
        get
        {
            lock (_errors)
                return string.Join('\n', _errors);
        }
    }

    /// <summary>Reads when the task ends: it has asked every partition.</summary>
    internal static async Task<KafkaReader> StartAsync(Brokers brokers, string topic, Input input)
    {
        // A line at a time: headers, a tab, the message. -E: it waits for brokers that are gone; -m: at the start for five minutes.
        string[] words = ["-b", brokers.Bootstrap, "-C", "-t", topic, "-o", "beginning", "-E", "-m", "300", "-f", "%h\t%s\n", "-X", "auto.offset.reset=error", "-X", "fetch.wait.max.ms=50"];
        var start = new ProcessStartInfo("stdbuf", ["--output=L", "kcat", .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var reader = new KafkaReader(Process.Start(start)!, new Arrivals(input));
        while (!reader._ready.Task.IsCompleted)
            await reader.PauseAsync().ConfigureAwait(false);
        return reader;
    }

    /// <summary>Waits until the first row has come.</summary>
    internal Task FirstAsync() => UntilAsync(() => Arrivals.Distinct > 0);

    /// <summary>Waits until every row has come, or for as long as nothing comes any more.</summary>
    internal Task ReadAllAsync() => ReadUntilAsync(Arrivals.Rows);

    /// <summary>Waits until so many rows have come, or for as long as nothing comes any more.</summary>
    internal Task ReadUntilAsync(int rows) => UntilAsync(() => Arrivals.Distinct >= rows);

    /// <summary>Waits until rows come, for the first time or again, or something else is so.</summary>
    internal Task MoreAsync(Func<bool> orSo)
    {
        var before = Arrivals.Distinct + Arrivals.Again;
        return UntilAsync(() => Arrivals.Distinct + Arrivals.Again > before || orSo());
    }

    /// <summary>Stops reading when every row has come and then no more for a second; what came.</summary>
    internal Task<Arrivals> EndAsync() => EndAsync(Arrivals.Rows);

    /// <summary>As above, where not all rows will come.</summary>
    internal async Task<Arrivals> EndAsync(int rows)
    {
        await ReadUntilAsync(rows).ConfigureAwait(false);
        for (var seen = -1; seen != Arrivals.Distinct + Arrivals.Again;)
        {
            seen = Arrivals.Distinct + Arrivals.Again;
            await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken).ConfigureAwait(false);
        }

        _process.Kill();
        await _reading.ConfigureAwait(false);
        return Arrivals;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async Task UntilAsync(Func<bool> enough)
    {
        var (seen, since) = (-1, Stopwatch.GetTimestamp());
        while (!enough() && Stopwatch.GetElapsedTime(since) < Patience.ForAnything)
        {
            if (Arrivals.Distinct != seen)
                (seen, since) = (Arrivals.Distinct, Stopwatch.GetTimestamp());
            await PauseAsync().ConfigureAwait(false);
        }
    }

    private Task PauseAsync()
    {
        if (_process.HasExited)
            Assert.Fail($"kcat ended with {_process.ExitCode} after {Arrivals.Distinct} rows: {Said}");
        return Task.Delay(50, TestContext.Current.CancellationToken);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var tab = line.IndexOf(Tab);
        if (tab < 0)
            return;
        Arrivals.Add(line[(tab + 1)..], RowIdIn(line[..tab]));
    }

    // "name=value,name=value"
    private static ReadOnlySpan<byte> RowIdIn(ReadOnlySpan<byte> headers)
    {
        var name = "pipeline.row="u8;
        var at = headers.IndexOf(name);
        if (at < 0)
            return [];
        var rest = headers[(at + name.Length)..];
        return rest.IndexOf((byte)',') is >= 0 and var end ? rest[..end] : rest;
    }

    private void Hear(string? line)
    {
        if (line?.StartsWith("% Reached end of topic", StringComparison.Ordinal) == true)
        {
            // Each partition's end, the first time: later ones follow rows.
            if (++_ends == Brokers.Partitions)
                _ready.SetResult();
            return;
        }

        lock (_errors)
            if (line is not null)
                _errors.Add(line);
    }
}
