using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>AMQP 0-9-1, as RabbitMQ speaks it.</summary>
/// <param name="maxBody">Bytes of text kept of each method's arguments, of a message's properties, and of its body.</param>
internal sealed class AmqpProtocol(int maxBody) : Protocol
{
    private const int MostKept = 1024;

    // What one long message left behind is not kept for the short ones that follow.
    private const int LargestKept = 8 << 10;

    private readonly Stack<AmqpCall> _calls = new();
    private readonly ByteList _text = new();

    public override string Name => "amqp";

    public override TableSchema Table => AmqpTable.Schema;

    /// <summary>Bytes kept of a body.</summary>
    public int MaxBody => maxBody;

    /// <summary>Where arguments and properties become JSON; holds the last.</summary>
    public JsonText Json { get; } = new(maxBody);

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : AmqpGuess.Of(first);

    public override Parser Open(IConnection connection) => new AmqpParser(this, connection);

    /// <summary>A body as text, until the next.</summary>
    public ReadOnlySpan<byte> TextOf(BodyStart body)
    {
        _text.Clear();
        Readable.Add(_text, body.Bytes, maxBody, TextStyle.Plain, !body.IsCut);
        return _text.Bytes;
    }

    public AmqpCall Rent() => _calls.TryPop(out var call) ? call : new AmqpCall(this);

    public void Return(AmqpCall call)
    {
        call.Clear();
        if (_calls.Count < MostKept && call.Memory <= LargestKept)
            _calls.Push(call);
    }
}
