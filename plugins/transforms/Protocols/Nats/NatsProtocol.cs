using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>NATS, as clients and servers speak it, with JetStream.</summary>
/// <param name="maxBody">Bytes of text kept of each message, and of its JSON.</param>
/// <param name="redact">Headers whose values are not told.</param>
internal sealed class NatsProtocol(int maxBody, IReadOnlyList<string> redact) : Protocol
{
    private const int MostKept = 1024;

    // What one long message left behind is not kept for the short ones that follow.
    private const int LargestKept = 8 << 10;

    // What an error of JetStream, or an acknowledgement, is told from, also where no text is wanted.
    private const int LeastPayload = 256;

    private readonly Stack<NatsCall> _calls = new();
    private readonly ByteList _text = new();
    private readonly ByteList _operation = new();

    public override string Name => "nats";

    public override TableSchema Table => NatsTable.Schema;

    /// <summary>Bytes kept of a message as sent.</summary>
    public int MostPayload { get; } = Math.Max(LeastPayload, maxBody);

    public JsonText Json { get; } = new(maxBody);

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : NatsGuess.Of(first);

    public override Parser Open(IConnection connection) => new NatsParser(this, connection);

    /// <summary>What is done, until the next.</summary>
    public OperationType Operation(NatsCall call, out ReadOnlySpan<byte> operation)
    {
        _operation.Clear();
        var type = NatsSubjects.Write(_operation, call.Verb, call.Subject.Bytes, call.Payload.Bytes);
        operation = _operation.Bytes;
        return type;
    }

    /// <summary>A message as text, until the next.</summary>
    public ReadOnlySpan<byte> TextOf(BodyStart payload)
    {
        _text.Clear();
        Readable.Add(_text, payload.Bytes, maxBody, TextStyle.Plain, !payload.IsCut);
        return _text.Bytes;
    }

    /// <summary>The headers of a message as JSON, until the next text.</summary>
    public ReadOnlySpan<byte> HeadersOf(NatsCall call, out int count)
    {
        count = NatsHeaders.Read(call.Text.Bytes, Json, redact, out _);
        return Json.Bytes;
    }

    /// <summary>What a line says as JSON, until the next text.</summary>
    public ReadOnlySpan<byte> BodyOf(NatsCall call)
    {
        if (call.Verb is NatsVerb.Info or NatsVerb.Connect)
            return call.Text.Bytes;
        Json.Clear();
        Json.BeginObject();
        if (call.Sid.Length > 0)
            Json.Text("sid"u8, call.Sid.Bytes);
        if (call.Subject.Length > 0)
            Json.Text("subject"u8, call.Subject.Bytes);
        if (call.ReplyTo.Length > 0)
            Json.Text("reply_to"u8, call.ReplyTo.Bytes);
        if (call.Queue.Length > 0)
            Json.Text("queue_group"u8, call.Queue.Bytes);
        if (call.Verb == NatsVerb.Err)
            Json.Text("message"u8, call.Text.Bytes);
        else if (call.Verb is NatsVerb.Pub or NatsVerb.Hpub or NatsVerb.Msg or NatsVerb.Hmsg)
            Json.Text("payload"u8, call.Payload.Bytes, !call.Payload.IsCut);
        Json.EndObject();
        return Json.Bytes;
    }

    public NatsCall Rent() => _calls.TryPop(out var call) ? call : new NatsCall(this);

    public void Return(NatsCall call)
    {
        call.Clear();
        if (_calls.Count < MostKept && call.Memory <= LargestKept)
            _calls.Push(call);
    }
}
