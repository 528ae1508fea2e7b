using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>One connection: its packets. Messages are passed over as they come, whatever their size.</summary>
internal sealed class MqttParser(MqttProtocol mqtt, IConnection connection) : Parser
{
    private readonly MqttSession _session = new(mqtt, connection);
    private readonly PacketRest[] _rests = new PacketRest[2];

    // Whether what comes next of a side is the rest of something that is no packet.
    private readonly bool[] _isInside = new bool[2];

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = ReadNext(side, view, moment);
        _isInside[(int)side] = taken == Invalid;
        return taken;
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view)
    {
        if (_rests[(int)Side.Response].IsActive || !PacketHead.TryRead(view, Side.Response, out var head) || view.Length < head.Bytes + Math.Min(2, head.Rest))
            return true;
        return _session.IsDue(head.Type, head.Rest < 2 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(view[head.Bytes..]));
    }

    public override bool Skip(Side side, ulong bytes, long time)
    {
        _isInside[(int)side] = false;
        ref var rest = ref _rests[(int)side];
        if (!rest.IsActive)
            return false;
        var inside = rest.Skip(bytes);
        EndRest(ref rest, side);
        return inside == bytes;
    }

    public override void Lose(Side side)
    {
        if (_rests[(int)side].Call is { } call)
            _session.Drop(call);
        _rests[(int)side] = default;
        _session.Lose(side);
    }

    public override int Find(Side side, ReadOnlySpan<byte> view) => Boundary.Find(view, side, isStart: !_isInside[(int)side]);

    public override void Close() => _session.Close();

    public override void Abandon()
    {
        for (var side = 0; side < 2; side++)
            if (_rests[side].Call is { } call)
                _session.Drop(call);
        Array.Clear(_rests);
        _session.Abandon();
    }

    private int ReadNext(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var rest = ref _rests[(int)side];
        if (rest.IsActive)
        {
            var taken = rest.Read(view, mqtt.MaxBody);
            if (rest.Call is { } call)
                _session.Recharge(call);
            EndRest(ref rest, side);
            return taken;
        }

        if (!PacketHead.TryRead(view, side, out var head))
            return head.Bytes > 0 ? Invalid : 0;
        if (head.Type == PacketType.Publish)
            return ReadPublish(ref rest, side, view, head, moment);
        if (!_session.IsOfVersion(side, head))
            return Invalid;
        var read = Math.Min(head.Rest, PublishPacket.MostRead);
        if (head.Type == PacketType.Connect && ConnectPacket.VersionOf(view[head.Bytes..]) == 0)
            return Invalid;
        if (view.Length < head.Bytes + read)
            return 0;
        _session.Read(side, head, view.Slice(head.Bytes, read), moment);
        rest = new PacketRest { Before = head.Rest - read };
        return head.Bytes + read;
    }

    private int ReadPublish(ref PacketRest rest, Side side, ReadOnlySpan<byte> view, in PacketHead head, Moment moment)
    {
        switch (PublishPacket.TryRead(view[head.Bytes..], head, _session.HasProperties, out var packet))
        {
            case null:
                return 0;
            case false:
                return Invalid;
        }

        var isRead = packet.PropertyBytes <= PublishPacket.MostRead;
        var before = head.Bytes + packet.Bytes;
        var call = _session.BeginPublish(side, head, packet, isRead ? view.Slice(before, packet.PropertyBytes) : default, moment);
        rest = new PacketRest { Call = call, Before = isRead ? 0 : packet.PropertyBytes, Left = (long)call.PayloadSize };
        before += isRead ? packet.PropertyBytes : 0;
        var taken = rest.Read(view[before..], mqtt.MaxBody);
        _session.Recharge(call);
        EndRest(ref rest, side);
        return before + taken;
    }

    private void EndRest(ref PacketRest rest, Side side)
    {
        if (rest.Before + rest.Left > 0)
            return;
        var call = rest.Call;
        rest = default;
        if (call is not null)
            _session.EndPublish(side, call);
    }
}
