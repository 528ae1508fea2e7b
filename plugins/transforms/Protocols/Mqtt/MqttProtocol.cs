using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>MQTT 3.1, 3.1.1 and 5, over TCP.</summary>
/// <param name="maxBody">Bytes of text kept of each message, and of its properties.</param>
internal sealed class MqttProtocol(int maxBody) : Protocol
{
    private const int MostKept = 1024;

    // What one long message left behind is not kept for the short ones that follow.
    private const int LargestKept = 8 << 10;

    private readonly Stack<MqttCall> _calls = new();
    private readonly ByteList _text = new();

    public override string Name => "mqtt";

    public override TableSchema Table => MqttTable.Schema;

    /// <summary>Bytes kept of a message.</summary>
    public int MaxBody => maxBody;

    public JsonText Json { get; } = new(maxBody);

    public override Guess Infer(ReadOnlySpan<byte> first, bool isDatagram) => isDatagram ? Guess.No : MqttGuess.Of(first);

    public override Parser Open(IConnection connection) => new MqttParser(this, connection);

    /// <summary>A message as text, until the next.</summary>
    public ReadOnlySpan<byte> TextOf(BodyStart payload)
    {
        _text.Clear();
        Readable.Add(_text, payload.Bytes, maxBody, TextStyle.Plain, !payload.IsCut);
        return _text.Bytes;
    }

    public MqttCall Rent() => _calls.TryPop(out var call) ? call : new MqttCall(this);

    public void Return(MqttCall call)
    {
        call.Clear();
        if (_calls.Count < MostKept && call.Memory <= LargestKept)
            _calls.Push(call);
    }
}
