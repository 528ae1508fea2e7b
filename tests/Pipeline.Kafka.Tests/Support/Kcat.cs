using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>Debian's kcat, which reads a topic from its beginning while it grows: the mock brokers keep little.</summary>
internal sealed class Kcat : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly List<KafkaRecord> _records = [];
    private readonly List<string> _said = [];
    private volatile bool _isKilled;

    public Kcat(string brokers, string topic, string? tail = null)
    {
        // One JSON object a message; -q: nothing of its own among them; -E: it stays when a broker goes; -m: at the start it waits for one for five minutes. What they forgot is an error, not a gap. A payload that is no UTF-8 would not survive: ReadBytes is for those.
        _process = Process.Start(new ProcessStartInfo("kcat", ["-b", brokers, "-C", "-t", topic, "-o", tail ?? "beginning", "-J", "-q", "-u", "-E", "-m", "300", "-X", "topic.metadata.refresh.interval.ms=200", "-X", "fetch.wait.max.ms=20", "-X", "auto.offset.reset=error"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        _reading = ReadAsync();
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has read so far.</summary>
    public KafkaRecord[] Records
    {
        get
        {
            lock (_lock)
                return [.. _records];
        }
    }

    /// <summary>Reads so many messages of a topic, with values and keys as they are.</summary>
    public static async Task<byte[]> ReadBytesAsync(string brokers, string topic, int messages)
    {
        using var process = Process.Start(new ProcessStartInfo("kcat", ["-b", brokers, "-C", "-t", topic, "-o", "beginning", "-c", $"{messages}", "-q", "-m", "300", "-D", ""])
        {
            RedirectStandardOutput = true,
        })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(Patience);
        await process.WaitForExitAsync();
        return output.ToArray();
    }

    /// <summary>Waits until there are so many messages, and a moment more for those that should not be there.</summary>
    public Task<KafkaRecord[]> WaitAsync(int messages) => WaitAsync(messages, records => records.Length);

    /// <summary>Waits until there is so much of something, such as rows where a message has many or comes twice, and a moment more.</summary>
    public async Task<KafkaRecord[]> WaitAsync(int wanted, Func<KafkaRecord[], int> count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var seen = -1; seen < wanted; await Task.Delay(20))
        {
            seen = count(Records);
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience && !_process.HasExited, $"kcat has read {seen} of {wanted}: {Said()}");
        }

        await Task.Delay(300);
        return Records;
    }

    public void Dispose()
    {
        _isKilled = true;
        _process.Kill();
        _reading.Wait();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        lock (_lock)
            if (line is not null)
                _said.Add(line);
    }

    private string Said()
    {
        lock (_lock)
            return string.Join('\n', _said);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            KafkaRecord record;
            try
            {
                record = KafkaRecord.Parse(line);
            }
            catch (JsonException) when (_isKilled)
            {
                // It was in the middle of a line.
                return;
            }

            lock (_lock)
                _records.Add(record);
        }
    }
}
