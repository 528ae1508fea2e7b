using System.Text;
using Microsoft.Extensions.Logging;
using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Text;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>Logs what the other end of a signal says of requests it does not take: when that changes, and a line a minute at most. The host counts them.</summary>
internal sealed class ServerWords(string where, ILogger log, TimeProvider time)
{
    private const int MostCharacters = 300;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private string? _last;
    private long _lastTime;

    public void Hear(Verdict verdict)
    {
        if (verdict.Reason is null || string.IsNullOrWhiteSpace(verdict.Words))
            return;
        var line = $"{verdict.Reason}: {Cleaned(verdict.Words)}";
        lock (_gate)
        {
            if (line == _last || (_last is not null && time.GetElapsedTime(_lastTime) < Pause))
                return;
            (_last, _lastTime) = (line, time.GetTimestamp());
        }

        log.LogWarning("{Where} says {Words}", where, line);
    }

    private static string Cleaned(string words)
    {
        var clean = new ByteBuffer(MostCharacters);
        var fitter = new TextFitter(clean, MostCharacters);
        SafeText.Write(ref fitter, Encoding.UTF8.GetBytes(words.Trim()));
        return Encoding.UTF8.GetString(clean.Written);
    }
}
