using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>A packet with what answers it: a row. Used again for the next.</summary>
internal sealed class MqttCall(MqttProtocol mqtt) : IRow
{
    private const int OwnBytes = 280;

    private Endpoints _endpoints;
    private MqttClient? _client;

    public PacketType Type { get; private set; }

    /// <summary>Whether the server sent it.</summary>
    public bool IsOfServer { get; private set; }

    /// <summary>The last packet of the answer so far.</summary>
    public PacketType Answer { get; set; }

    public ByteList Topic { get; } = new();

    public ByteList Properties { get; } = new();

    public ByteList Error { get; } = new();

    public BodyStart Payload { get; } = new();

    public ulong PayloadSize { get; set; }

    public byte Qos { get; set; }

    public bool Retain { get; set; }

    public bool Dup { get; set; }

    public ushort PacketId { get; set; }

    public byte Reason { get; set; }

    public long Time { get; private set; }

    public long EndTime { get; set; }

    public int Charged { get; set; }

    public int Memory => OwnBytes + Topic.Capacity + Properties.Capacity + Payload.Memory;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(in Endpoints endpoints, MqttClient client, PacketType type, bool isOfServer, long time) =>
        (_endpoints, _client, Type, IsOfServer, Time, EndTime) = (endpoints, client, type, isOfServer, time, time);

    public void Clear()
    {
        (_client, Answer, PayloadSize, Qos, Retain, Dup, PacketId, Reason, Charged) = (null, PacketType.None, 0, 0, false, false, 0, 0, 0);
        Topic.Clear();
        Properties.Clear();
        Error.Clear();
        Payload.Clear();
    }

    public void Write(BatchBuilder rows)
    {
        var type = PacketTypes.Operation(Type, IsOfServer, out var operation);
        var isAnswered = Answer != PacketType.None;
        rows.Set(MqttTable.Command, Type.Name());
        rows.Set(MqttTable.Response, Answer.Name());
        rows.Set(MqttTable.Version, _client!.Version);
        rows.Set(MqttTable.ClientId, _client.Id.Bytes);
        rows.Set(MqttTable.Operation, operation);
        rows.Set(MqttTable.OperationType, type.Text());
        rows.Set(MqttTable.Topic, Topic.Bytes);
        rows.Set(MqttTable.Qos, Qos);
        rows.Set(MqttTable.Retain, Retain ? (byte)1 : (byte)0);
        rows.Set(MqttTable.Dup, Dup ? (byte)1 : (byte)0);
        rows.Set(MqttTable.PacketId, PacketId);
        rows.Set(MqttTable.Properties, Properties.Bytes);
        rows.Set(MqttTable.Payload, mqtt.TextOf(Payload));
        rows.Set(MqttTable.PayloadSize, PayloadSize);
        rows.Set(MqttTable.ReasonCode, Reason);
        rows.Set(MqttTable.Error, Error.Bytes);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(MqttTable.Latency, isAnswered ? Math.Max(0, EndTime - Time) : 0);
    }
}
