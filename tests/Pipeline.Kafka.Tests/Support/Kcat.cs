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
    private volatile bool _isKilled;

    public Kcat(string brokers, string topic, string? tail = null)
    {
        // One JSON object a message; -q: nothing of its own among them; -E: it stays when a broker goes. A payload that is no UTF-8 would not survive: ReadBytes is for those.
        _process = Process.Start(new ProcessStartInfo("kcat", ["-b", brokers, "-C", "-t", topic, "-o", tail ?? "beginning", "-J", "-q", "-u", "-E", "-X", "topic.metadata.refresh.interval.ms=200", "-X", "fetch.wait.max.ms=20"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        _reading = ReadAsync();
        _process.ErrorDataReceived += (_, _) => { };
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
        using var process = Process.Start(new ProcessStartInfo("kcat", ["-b", brokers, "-C", "-t", topic, "-o", "beginning", "-c", $"{messages}", "-q", "-D", ""])
        {
            RedirectStandardOutput = true,
        })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output).WaitAsync(Patience);
        await process.WaitForExitAsync();
        return output.ToArray();
    }

    /// <summary>Waits until there are so many, and a moment more for those that should not be there.</summary>
    public async Task<KafkaRecord[]> WaitAsync(int count)
    {
        for (var start = Stopwatch.GetTimestamp(); Records.Length < count; await Task.Delay(20))
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"kcat has read {Records.Length} messages of {count}");
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
