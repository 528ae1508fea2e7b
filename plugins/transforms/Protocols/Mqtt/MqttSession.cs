using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Messaging;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>What of the packets of a connection belongs together, by their numbers. What nothing answers is a row at once.</summary>
internal sealed class MqttSession(MqttProtocol mqtt, IConnection connection)
{
    // Topics of any length make no rows of any length.
    private const int MostName = 1024;

    private readonly Dictionary<ushort, MqttCall>[] _waiting = [[], []];
    private readonly TopicAliases[] _aliases = [new(), new()];
    private readonly MqttClient _client = new();
    private MqttCall? _connect;
    private MqttCall? _ping;
    private bool _hasLost;
    private int _charged;

    /// <summary>Whether packets have properties.</summary>
    public bool HasProperties => _client.Version == ConnectPacket.Five;

    /// <summary>As <see cref="Parser.IsResponseDue"/>, of a packet.</summary>
    public bool IsDue(PacketType type, ushort id) => _hasLost || type switch
    {
        PacketType.Connack => _connect is not null,
        PacketType.Pingresp => _ping is not null,
        PacketType.Puback or PacketType.Pubrec or PacketType.Pubcomp or PacketType.Suback or PacketType.Unsuback => _waiting[(int)Side.Request].ContainsKey(id),
        _ => true,
    };

    /// <summary>Whether a packet may be so long, and of that side, in the version that is spoken; which may be told by it.</summary>
    public bool IsOfVersion(Side side, in PacketHead head)
    {
        var isOfFive = head.Type switch
        {
            PacketType.Puback or PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp => head.Rest > 2,
            PacketType.Disconnect => head.Rest > 0 || side == Side.Response,
            PacketType.Auth => true,
            _ => false,
        };
        if (isOfFive && _client.Version == 0)
            _client.Version = ConnectPacket.Five;
        return !isOfFive || HasProperties;
    }

    /// <summary>A packet that has no message was read, behind its head.</summary>
    public void Read(Side side, in PacketHead head, ReadOnlySpan<byte> body, Moment moment)
    {
        connection.Counters.Messages++;
        switch (head.Type)
        {
            case PacketType.Connect:
                Connect(body, moment);
                break;
            case PacketType.Connack:
                Accept(body, moment.Last);
                break;
            case PacketType.Pingreq:
                Unanswered(ref _ping);
                _ping = Begin(side, PacketType.Pingreq, moment.First);
                break;
            case PacketType.Pingresp:
                Complete(ref _ping, PacketType.Pingresp, 0, default, moment.Last);
                break;
            case PacketType.Subscribe or PacketType.Unsubscribe:
                Subscribe(side, head.Type, body, moment.First);
                break;
            case PacketType.Disconnect or PacketType.Auth:
                Tell(side, head.Type, body, moment.First);
                break;
            default:
                Answer(side, head.Type, body, moment.Last);
                break;
        }
    }

    /// <summary>A message begins.</summary>
    public MqttCall BeginPublish(Side side, in PacketHead head, in PublishPacket packet, ReadOnlySpan<byte> properties, Moment moment)
    {
        connection.Counters.Messages++;
        var call = Begin(side, PacketType.Publish, moment.First);
        (call.Qos, call.Retain, call.Dup, call.PacketId) = ((byte)head.Qos, (head.Flags & 1) != 0, (head.Flags & 8) != 0, packet.PacketId);
        call.PayloadSize = (ulong)(head.Rest - packet.Bytes - packet.PropertyBytes);
        var alias = (ushort)0;
        if (!properties.IsEmpty)
        {
            var wire = new Wire(properties);
            var json = mqtt.Json;
            json.Clear();
            json.BeginObject();
            alias = PacketProperties.Read(ref wire, json).TopicAlias;
            json.EndObject();
            call.Properties.Add(json.Bytes);
        }

        var aliases = _aliases[(int)side];
        Readable.Add(call.Topic, packet.Topic.IsEmpty && alias > 0 ? aliases.Find(alias) : packet.Topic, MostName, TextStyle.Plain);
        if (alias > 0 && !packet.Topic.IsEmpty)
            aliases.Set(alias, packet.Topic[..Math.Min(packet.Topic.Length, MostName)]);
        Recharge(call);
        return call;
    }

    /// <summary>A message is whole.</summary>
    public void EndPublish(Side side, MqttCall call)
    {
        if (call.Qos == 0)
            Emit(call);
        else
            Wait(side, call);
    }

    /// <summary>It may have grown.</summary>
    public void Recharge(MqttCall call)
    {
        connection.Charge(call.Memory - call.Charged);
        call.Charged = call.Memory;
        var own = _aliases[0].Memory + _aliases[1].Memory + _client.Id.Capacity;
        connection.Charge(own - _charged);
        _charged = own;
    }

    /// <summary>It is no row.</summary>
    public void Drop(MqttCall call)
    {
        connection.Counters.UnpairedRequests++;
        Recycle(call);
    }

    /// <summary>Packets of a side were missed: numbers may have been used again, and topics have other aliases.</summary>
    public void Lose(Side side)
    {
        _hasLost = true;
        _aliases[(int)side].Clear();
        UnansweredBut(side == Side.Response);
    }

    /// <summary>No answer will come, or none that is certain: what was sent was sent all the same.</summary>
    public void Close() => UnansweredBut(keepsConnect: false);

    public void Abandon()
    {
        if (_connect is { } connect)
            Drop(connect);
        if (_ping is { } ping)
            Drop(ping);
        (_connect, _ping) = (null, null);
        foreach (var waiting in _waiting)
        {
            foreach (var call in waiting.Values)
                Drop(call);
            waiting.Clear();
        }

        connection.Charge(-_charged);
        _charged = 0;
    }

    /// <summary>There is one CONNECT and one answer to it, whatever was missed of the server's packets.</summary>
    private void UnansweredBut(bool keepsConnect)
    {
        if (!keepsConnect)
            Unanswered(ref _connect);
        Unanswered(ref _ping);
        foreach (var waiting in _waiting)
        {
            foreach (var call in waiting.Values)
                Unanswered(call);
            waiting.Clear();
        }
    }

    private MqttCall Begin(Side side, PacketType type, long time)
    {
        var call = mqtt.Rent();
        call.Begin(connection.Endpoints, _client, type, side == Side.Response, time);
        Recharge(call);
        return call;
    }

    private void Connect(ReadOnlySpan<byte> body, Moment moment)
    {
        Close();
        var packet = ConnectPacket.Read(body, mqtt.Json);
        _client.Version = packet.Version;
        _client.Id.Clear();
        Readable.Add(_client.Id, packet.ClientId, MostName, TextStyle.Plain);
        _connect = Begin(Side.Request, PacketType.Connect, moment.First);
        _connect.Properties.Add(mqtt.Json.Bytes);
    }

    private void Accept(ReadOnlySpan<byte> body, long time)
    {
        var code = body[1];
        if (HasProperties)
        {
            var wire = new Wire(body[2..]);
            var json = mqtt.Json;
            json.Clear();
            json.BeginObject();
            var assigned = PacketProperties.Read(ref wire, json).AssignedClient;
            json.EndObject();
            if (!assigned.IsEmpty && _client.Id.Length == 0)
                Readable.Add(_client.Id, assigned, MostName, TextStyle.Plain);
        }

        Complete(ref _connect, PacketType.Connack, code, HasProperties || code >= ReasonCodes.FirstError ? ReasonCodes.Name(code) : ReasonCodes.NameOfRefusal(code), time);
    }

    private void Subscribe(Side side, PacketType type, ReadOnlySpan<byte> body, long time)
    {
        var (call, json) = (Begin(side, type, time), mqtt.Json);
        var wire = new Wire(body);
        call.PacketId = wire.Short();
        json.Clear();
        json.BeginObject();
        if (HasProperties || (_client.Version == 0 && type == PacketType.Subscribe && Boundary.HasNoProperties(body)))
            PacketProperties.Read(ref wire, json);
        json.BeginArray("topics"u8);
        for (var isFirst = true; wire.Left > 2; isFirst = false)
        {
            var filter = wire.MediumText();
            var qos = type == PacketType.Subscribe ? (byte)(wire.Octet() & 3) : (byte)0;
            if (isFirst)
            {
                Readable.Add(call.Topic, filter, MostName, TextStyle.Plain);
                call.Qos = qos;
            }

            json.BeginObject();
            json.Text("topic"u8, filter);
            if (type == PacketType.Subscribe)
                json.Number("qos"u8, (ulong)qos);
            json.EndObject();
        }

        json.EndArray();
        json.EndObject();
        call.Properties.Add(json.Bytes);
        Recharge(call);
        Wait(side, call);
    }

    /// <summary>What nothing answers.</summary>
    private void Tell(Side side, PacketType type, ReadOnlySpan<byte> body, long time)
    {
        var call = Begin(side, type, time);
        if (!body.IsEmpty)
        {
            call.Reason = body[0];
            call.Error.Add(ReasonCodes.Name(body[0]));
            var wire = new Wire(body[1..]);
            var json = mqtt.Json;
            json.Clear();
            json.BeginObject();
            if (wire.Left > 0)
                PacketProperties.Read(ref wire, json);
            json.EndObject();
            call.Properties.Add(json.Bytes);
        }

        Emit(call);
    }

    private void Wait(Side side, MqttCall call)
    {
        var waiting = _waiting[(int)side];
        if (waiting.TryGetValue(call.PacketId, out var other) && call.Dup && other.Type == PacketType.Publish)
        {
            // The same message again: the first one is told.
            other.Dup = true;
            Recycle(call);
            return;
        }

        if (waiting.Remove(call.PacketId))
            Unanswered(other!);
        waiting.Add(call.PacketId, call);
    }

    private void Answer(Side side, PacketType type, ReadOnlySpan<byte> body, long time)
    {
        var wire = new Wire(body);
        var id = wire.Short();
        // PUBREL is sent by the one who sent the message.
        var asking = type == PacketType.Pubrel ? side : side == Side.Request ? Side.Response : Side.Request;
        if (!_waiting[(int)asking].TryGetValue(id, out var call) || !Fits(type, call))
        {
            if (type == PacketType.Pubrel)
                connection.Counters.UnpairedRequests++;
            else
                connection.Counters.UnpairedResponses++;
            return;
        }

        var reason = ReasonOf(type, ref wire);
        if (type is PacketType.Pubrel or PacketType.Pubrec && reason < ReasonCodes.FirstError)
            return;
        _waiting[(int)asking].Remove(id);
        Complete(ref call!, type, reason, ReasonCodes.Name(reason), time);
    }

    /// <summary>The reason code of an answer; of several the first that is an error, or else the first.</summary>
    private byte ReasonOf(PacketType type, ref Wire wire)
    {
        if (type is not (PacketType.Suback or PacketType.Unsuback))
            return wire.Left > 0 ? wire.Octet() : (byte)0;
        if (HasProperties)
            wire.Bytes(wire.Variable());
        var first = wire.Left > 0 ? wire.Octet() : (byte)0;
        var reason = first;
        while (reason < ReasonCodes.FirstError && wire.Left > 0)
            reason = wire.Octet();
        return reason < ReasonCodes.FirstError ? first : reason;
    }

    private static bool Fits(PacketType type, MqttCall call) => type switch
    {
        PacketType.Puback => call is { Type: PacketType.Publish, Qos: 1 },
        PacketType.Pubrec or PacketType.Pubrel or PacketType.Pubcomp => call is { Type: PacketType.Publish, Qos: 2 },
        PacketType.Suback => call.Type == PacketType.Subscribe,
        _ => call.Type == PacketType.Unsubscribe,
    };

    private void Complete(ref MqttCall? place, PacketType answer, byte reason, ReadOnlySpan<byte> error, long time)
    {
        if (place is not { } call)
        {
            connection.Counters.UnpairedResponses++;
            return;
        }

        place = null;
        (call.Answer, call.Reason, call.EndTime) = (answer, reason, time);
        call.Error.Add(error);
        Emit(call);
    }

    private void Unanswered(ref MqttCall? place)
    {
        if (place is { } call)
            Unanswered(call);
        place = null;
    }

    private void Unanswered(MqttCall call)
    {
        connection.Counters.UnpairedRequests++;
        Emit(call);
    }

    private void Emit(MqttCall call)
    {
        connection.Rows.Add(connection, call);
        Recycle(call);
    }

    private void Recycle(MqttCall call)
    {
        connection.Charge(-call.Charged);
        mqtt.Return(call);
    }
}
