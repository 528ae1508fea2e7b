using Pipeline.Sinks.Otlp.Answers;
using Pipeline.Sinks.Otlp.Sending;
using Pipeline.Sinks.Otlp.Settings;

namespace Pipeline.Sinks.Otlp.Writing;

/// <summary>The way to the receiver of one signal, shared by all writes.</summary>
internal sealed class SignalLine(SignalTarget target, Sender sender, SignalState state, ServerWords words)
{
    public SignalTarget Target => target;

    public SignalState State => state;

    /// <summary>Sends one request and logs what is said about it.</summary>
    public async Task<Verdict> SendAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        var verdict = await sender.SendAsync(message, stop).ConfigureAwait(false);
        words.Hear(verdict);
        return verdict;
    }
}
