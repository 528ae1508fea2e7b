using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>A line with its message, and what answers it: a row. Used again for the next.</summary>
internal sealed class NatsCall(NatsProtocol nats) : IRow
{
    private const int OwnBytes = 320;

    private Endpoints _endpoints;

    public NatsVerb Verb { get; private set; }

    public ByteList Subject { get; } = new();

    public ByteList ReplyTo { get; } = new();

    public ByteList Queue { get; } = new();

    public ByteList Sid { get; } = new();

    /// <summary>The JSON of what has no subject; the headers, as sent, of what has.</summary>
    public ByteList Text { get; } = new();

    public ByteList Error { get; } = new();

    public BodyStart Payload { get; } = new();

    public ulong PayloadSize { get; set; }

    /// <summary>What answered: OK, ERR or MSG; empty: nothing.</summary>
    public ByteList Answer { get; } = new();

    /// <summary>What answers come to, in one number; 0: it waits for none.</summary>
    public ulong Inbox { get; set; }

    public long Time { get; private set; }

    public long EndTime { get; set; }

    public int Charged { get; set; }

    public int Memory => OwnBytes + Subject.Capacity + ReplyTo.Capacity + Queue.Capacity + Sid.Capacity + Text.Capacity + Error.Capacity + Payload.Memory;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, NatsVerb verb, long time) => (_endpoints, Verb, Time, EndTime) = (endpoints, verb, time, time);

    public void Clear()
    {
        (PayloadSize, Inbox, Charged) = (0, 0, 0);
        Subject.Clear();
        ReplyTo.Clear();
        Queue.Clear();
        Sid.Clear();
        Text.Clear();
        Error.Clear();
        Payload.Clear();
        Answer.Clear();
    }

    public void Write(BatchBuilder rows)
    {
        var type = nats.Operation(this, out var operation);
        rows.Set(NatsTable.Command, Verb.Name());
        rows.Set(NatsTable.Response, Answer.Bytes);
        rows.Set(NatsTable.Operation, operation);
        rows.Set(NatsTable.OperationType, type.Text());
        rows.Set(NatsTable.Subject, Subject.Bytes);
        rows.Set(NatsTable.ReplyTo, ReplyTo.Bytes);
        rows.Set(NatsTable.Queue, Queue.Bytes);
        rows.Set(NatsTable.Sid, Sid.Bytes);
        rows.Set(NatsTable.PayloadSize, PayloadSize);
        rows.Set(NatsTable.Payload, nats.TextOf(Payload));
        rows.Set(NatsTable.Body, nats.BodyOf(this));
        if (Verb is NatsVerb.Hpub or NatsVerb.Hmsg)
        {
            rows.Set(NatsTable.Headers, nats.HeadersOf(this, out var count));
            rows.Set(NatsTable.HeaderCount, (uint)count);
        }

        rows.Set(NatsTable.Error, Error.Bytes);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(NatsTable.Latency, Math.Max(0, EndTime - Time));
    }
}
