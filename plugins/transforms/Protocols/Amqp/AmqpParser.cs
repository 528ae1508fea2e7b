using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Amqp;

/// <summary>
/// One connection: its frames. Bodies are passed over as they come, whatever their size. After a loss the next method, content header or heartbeat is looked
/// for; parts of messages whose method was not seen are left out.
/// </summary>
internal sealed class AmqpParser(AmqpProtocol amqp, IConnection connection) : Parser
{
    private readonly AmqpSession _session = new(amqp, connection);
    private readonly FrameRest[] _rests = new FrameRest[2];
    private bool _hasEnded;

    public override bool HasEnded => _hasEnded;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var rest = ref _rests[(int)side];
        if (rest.IsActive)
            return ReadRest(ref rest, side, view, moment);
        if (view[0] == 'A')
            return ReadHeader(side, view);
        if (view.Length < Frame.HeadBytes)
            return view[0] is Frame.Method or Frame.ContentHeader or Frame.Body or Frame.Heartbeat ? 0 : Invalid;
        return view[0] switch
        {
            Frame.Method or Frame.ContentHeader => ReadTold(ref rest, side, view, moment),
            Frame.Body => ReadBody(ref rest, side, view, moment),
            Frame.Heartbeat => Frame.SizeOf(view) != 0 ? Invalid : ReadEnd(view),
            _ => Invalid,
        };
    }

    public override bool IsResponseDue(ReadOnlySpan<byte> view) =>
        _rests[(int)Side.Response].IsActive || view[0] != Frame.Method || view.Length < Frame.HeadBytes + Frame.NumberBytes
        || Methods.Find(Frame.ClassOf(view), Frame.MethodOf(view)) is not { } method || _session.IsDue(Frame.ChannelOf(view), method, view[(Frame.HeadBytes + Frame.NumberBytes)..]);

    public override bool Skip(Side side, ulong bytes, long time)
    {
        ref var rest = ref _rests[(int)side];
        if (!rest.IsActive || bytes > rest.Left)
            return false;
        if (rest.IsBody)
            _session.SkipBody(side, rest.Channel, Math.Min(bytes, rest.Left - 1));
        rest.Left -= bytes;
        if (!rest.IsActive && rest.IsBody)
            _session.EndBody(side, rest.Channel, time);
        return true;
    }

    public override void Lose(Side side)
    {
        _rests[(int)side] = default;
        _session.Lose(side);
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        var sender = side == Side.Request ? Sender.Client : Sender.Server;
        for (var at = 0; at < view.Length; at++)
        {
            if (view[at..].IndexOfAny(Frame.Method, Frame.ContentHeader, Frame.Heartbeat) is not (>= 0 and var next))
                break;
            at += next;
            if (Frame.Begins(view[at..], sender) is not false and var begins)
                return begins == true ? at : ~at;
        }

        return ~view.Length;
    }

    public override void Close() => _session.Close();

    public override void Abandon() => _session.Abandon();

    private int ReadHeader(Side side, ReadOnlySpan<byte> view)
    {
        if (view.Length < Frame.Header.Length)
            return Frame.Header.StartsWith(view) ? 0 : Invalid;
        if (!view.StartsWith("AMQP"u8))
            return Invalid;
        // A server says so, and hangs up, where it does not speak what the client does.
        _hasEnded = side == Side.Response;
        return side == Side.Response || view.StartsWith(Frame.Header) ? Frame.Header.Length : Invalid;
    }

    private static int ReadEnd(ReadOnlySpan<byte> view) => view.Length == Frame.HeadBytes ? 0 : view[Frame.HeadBytes] == Frame.End ? Frame.HeadBytes + 1 : Invalid;

    /// <summary>A method, or the header of a message.</summary>
    private int ReadTold(ref FrameRest rest, Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var size = Frame.SizeOf(view);
        if (size < (view[0] == Frame.Method ? Frame.NumberBytes : Frame.LeastHeader))
            return Invalid;
        if (view.Length < Frame.HeadBytes + Frame.NumberBytes)
            return 0;
        var method = view[0] == Frame.Method ? Methods.Find(Frame.ClassOf(view), Frame.MethodOf(view)) : null;
        if (view[0] == Frame.Method ? method is null || !IsSender(method, side) : Frame.ClassOf(view) != Frame.BasicClass)
            return Invalid;
        var (read, isWhole) = ((int)Math.Min(size, Frame.MostRead), size <= Frame.MostRead);
        if (view.Length < Frame.HeadBytes + read + (isWhole ? 1 : 0))
            return 0;
        if (isWhole && view[Frame.HeadBytes + read] != Frame.End)
            return Invalid;
        var payload = view.Slice(Frame.HeadBytes, read);
        var isRead = method is not null ? ReadMethod(side, Frame.ChannelOf(view), method, payload, moment, isWhole) : ReadProperties(side, Frame.ChannelOf(view), payload, moment, isWhole);
        if (!isRead)
            return Invalid;
        if (!isWhole)
            rest = new FrameRest { Left = size - Frame.MostRead + 1 };
        return Frame.HeadBytes + read + (isWhole ? 1 : 0);
    }

    private static bool IsSender(Method method, Side side) => (method.Sender & (side == Side.Request ? Sender.Client : Sender.Server)) != 0;

    private bool ReadMethod(Side side, ushort channel, Method method, ReadOnlySpan<byte> payload, Moment moment, bool isWhole)
    {
        var arguments = Arguments.Read(method, payload[Frame.NumberBytes..], amqp.Json);
        if (isWhole && !arguments.IsWhole)
            return false;
        _session.Read(side, channel, method, arguments, moment);
        return true;
    }

    private bool ReadProperties(Side side, ushort channel, ReadOnlySpan<byte> payload, Moment moment, bool isWhole)
    {
        var properties = Properties.Read(payload, amqp.Json);
        if (isWhole && !properties.IsWhole)
            return false;
        _session.Read(side, channel, properties, moment);
        return true;
    }

    private int ReadBody(ref FrameRest rest, Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var (channel, size) = (Frame.ChannelOf(view), Frame.SizeOf(view));
        if (!_session.MayHaveBody(side, channel, size))
            return Invalid;
        rest = new FrameRest { Left = (ulong)size + 1, IsBody = true, Channel = channel };
        var taken = view.Length > Frame.HeadBytes ? ReadRest(ref rest, side, view[Frame.HeadBytes..], moment) : 0;
        return taken < 0 ? Invalid : Frame.HeadBytes + taken;
    }

    private int ReadRest(ref FrameRest rest, Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = (int)Math.Min((ulong)view.Length, rest.Left - 1);
        if (rest.IsBody && taken > 0)
            _session.AddBody(side, rest.Channel, view[..taken]);
        rest.Left -= (ulong)taken;
        if (taken == view.Length)
            return taken;
        if (view[taken] != Frame.End)
            return Invalid;
        rest.Left = 0;
        if (rest.IsBody)
            _session.EndBody(side, rest.Channel, moment.Last);
        return taken + 1;
    }
}
