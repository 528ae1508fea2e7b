using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Http2.Hpack;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>One connection of HTTP/2: takes its frames apart. What they mean for streams is <see cref="Streams"/>' business.</summary>
internal sealed class Http2Parser : Parser
{
    // The most fields that anybody sends, as of HTTP/1; longer frames and rows of frames are passed over.
    private const int MostFields = 60 << 10;

    // What a connection takes beside that of any protocol, before anything came.
    private const int BaseBytes = 640;


    private readonly Http2Protocol _http;
    private readonly IConnection _connection;
    private readonly Streams _streams;
    private readonly Direction[] _directions = [new(), new()];

    public Http2Parser(Http2Protocol http, IConnection connection)
    {
        (_http, _connection) = (http, connection);
        _streams = new Streams(http, connection, _directions);
        connection.Charge(BaseBytes);
        if (http.Upgrades.Take(connection.Endpoints) is { } upgraded)
            _streams.Upgrade(upgraded);
    }

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        var direction = Of(side);
        if (direction.Left > 0)
            return ReadRest(side, direction, view, moment);
        // As a length this would be five million bytes.
        if (side == Side.Request && view.StartsWith(FrameChain.Preface[..Math.Min(view.Length, 3)]))
            return ReadPreface(view);
        if (view.Length < FrameHeader.Bytes)
            return 0;
        var header = FrameHeader.Read(view);
        if (!header.IsAllowed || (direction.Open is { } open && (header.Type != FrameType.Continuation || header.StreamId != open.StreamId)))
            return Invalid;
        return header.Type switch
        {
            FrameType.Data => ReadData(side, direction, header, view, moment),
            FrameType.Headers or FrameType.PushPromise or FrameType.Continuation => ReadFields(side, direction, header, view, moment),
            FrameType.RstStream or FrameType.GoAway => ReadEnd(side, direction, header, view, moment),
            _ => Pass(direction, header),
        };
    }

    /// <summary>A response to a request that is not here yet is waited for; all else comes as it comes.</summary>
    public override bool IsResponseDue(ReadOnlySpan<byte> view)
    {
        if (view.Length < FrameHeader.Bytes || Of(Side.Response) is not { Left: 0, Open: null })
            return true;
        var header = FrameHeader.Read(view);
        return header.Type != FrameType.Headers || (header.StreamId & 1) == 0 || !_streams.IsAhead(header.StreamId);
    }

    public override bool Skip(Side side, ulong bytes, long time)
    {
        var direction = Of(side);
        if (direction.Left == 0)
            return false;
        var inside = (int)Math.Min(bytes, (ulong)direction.Left);
        if (direction.Stream is { } stream)
            Streams.SkipBody(side, stream, (ulong)Math.Min(inside, direction.BodyLeft));
        Take(side, direction, inside, time);
        return bytes == (ulong)inside;
    }

    public override void Lose(Side side)
    {
        var direction = Of(side);
        _http.Return(direction.DropFields());
        direction.Clear();
        direction.Table.Forget();
        _streams.Lose(side);
        Recharge(direction);
    }

    public override int Find(Side side, ReadOnlySpan<byte> view) => FrameChain.Find(side, view, FrameHeader.FirstMost);

    public override void Close() => _streams.Close();

    public override void Abandon()
    {
        _streams.Abandon();
        _connection.Charge(-BaseBytes);
        foreach (var direction in _directions)
        {
            _http.Return(direction.DropFields());
            _connection.Charge(-direction.Charged);
            direction.Charged = 0;
        }
    }

    private static int ReadPreface(ReadOnlySpan<byte> view)
    {
        var length = Math.Min(view.Length, FrameChain.Preface.Length);
        if (!view[..length].SequenceEqual(FrameChain.Preface[..length]))
            return Invalid;
        return length < FrameChain.Preface.Length ? 0 : length;
    }

    private static int Pass(Direction direction, in FrameHeader header)
    {
        direction.BeginOther(header.Length);
        return FrameHeader.Bytes;
    }

    private int ReadData(Side side, Direction direction, in FrameHeader header, ReadOnlySpan<byte> view, Moment moment)
    {
        var isPadded = header.Has(FrameFlags.Padded);
        var taken = FrameHeader.Bytes + (isPadded ? 1 : 0);
        if (view.Length < taken)
            return 0;
        var padding = isPadded ? view[FrameHeader.Bytes] : 0;
        if (isPadded && padding >= header.Length)
            return Invalid;
        direction.BeginData(header.Length - (isPadded ? 1 : 0), padding, header.Has(FrameFlags.EndStream), _streams.OfData(side, header.StreamId));
        Take(side, direction, 0, moment.Last);
        return taken;
    }

    private int ReadRest(Side side, Direction direction, ReadOnlySpan<byte> view, Moment moment)
    {
        var taken = Math.Min(direction.Left, view.Length);
        if (direction.Stream is { } stream)
            _streams.AddBody(side, stream, view[..Math.Min(taken, direction.BodyLeft)], moment.Last);
        Take(side, direction, taken, moment.Last);
        return taken;
    }

    private void Take(Side side, Direction direction, int bytes, long time)
    {
        direction.Take(bytes);
        if (direction is not { Left: 0, IsData: true, Stream: { } stream })
            return;
        direction.Stream = null;
        if (direction.EndsStream)
            _streams.End(side, stream, time);
    }

    private int ReadEnd(Side side, Direction direction, in FrameHeader header, ReadOnlySpan<byte> view, Moment moment)
    {
        var needed = FrameHeader.Bytes + (header.Type == FrameType.GoAway ? 8 : 4);
        if (view.Length < needed)
            return 0;
        var code = BinaryPrimitives.ReadUInt32BigEndian(view[(needed - 4)..]);
        if (header.Type == FrameType.RstStream)
            _streams.Reset(header.StreamId, code, moment.Last);
        else if (side == Side.Response)
            _streams.GoAway(BinaryPrimitives.ReadUInt32BigEndian(view[FrameHeader.Bytes..]), code, moment.Last);
        direction.BeginOther(header.Length - (needed - FrameHeader.Bytes));
        return needed;
    }

    private int ReadFields(Side side, Direction direction, in FrameHeader header, ReadOnlySpan<byte> view, Moment moment)
    {
        if (header.Type == FrameType.Continuation ? direction.Open is null : header.Type == FrameType.PushPromise && side == Side.Request)
            return Invalid;
        var length = FrameHeader.Bytes + header.Length;
        if (header.Length > MostFields)
        {
            PassFields(side, direction, header);
            return FrameHeader.Bytes;
        }

        if (view.Length < length)
            return 0;
        var body = view[FrameHeader.Bytes..length];
        if (!FrameBody.TryFields(header, body, out var fields))
            return Invalid;
        var promised = header.Type == FrameType.PushPromise ? BinaryPrimitives.ReadUInt32BigEndian(body[(header.Has(FrameFlags.Padded) ? 1 : 0)..]) & int.MaxValue : 0;
        var isRight = header.Type == FrameType.Continuation ? GoOn(side, direction, header, fields, moment)
            : header.Has(FrameFlags.EndHeaders) ? Decode(side, direction, header, promised, fields, moment)
            : Begin(direction, header, promised, fields, moment);
        Recharge(direction);
        return isRight ? length : Invalid;
    }

    private bool Begin(Direction direction, in FrameHeader header, uint promised, ReadOnlySpan<byte> fields, Moment moment)
    {
        direction.BeginFields(header, promised, moment.First, _http.RentFields());
        direction.Fields!.Add(fields);
        return true;
    }

    private bool GoOn(Side side, Direction direction, in FrameHeader header, ReadOnlySpan<byte> fields, Moment moment)
    {
        if (direction.Fields is { } all && all.Length + fields.Length <= MostFields)
            all.Add(fields);
        else
            _http.Return(direction.DropFields());
        if (!header.Has(FrameFlags.EndHeaders))
            return true;
        var (open, list) = (direction.Open!.Value, direction.DropFields());
        direction.EndFields();
        var isRight = true;
        if (list is null)
            TooLong(side, direction, open.StreamId);
        else
            isRight = Decode(side, direction, open, direction.Promised, list.Bytes, new Moment(direction.OpenTime, moment.Last));
        _http.Return(list);
        return isRight;
    }

    /// <summary>Fields that are not read: what they put into the table is not known.</summary>
    private void PassFields(Side side, Direction direction, in FrameHeader header)
    {
        _http.Return(direction.DropFields());
        if (header.Has(FrameFlags.EndHeaders))
        {
            TooLong(side, direction, (direction.Open ?? header).StreamId);
            direction.EndFields();
        }
        else if (direction.Open is null)
        {
            direction.BeginFields(header, 0, 0, null);
        }

        direction.BeginOther(header.Length);
    }

    private void TooLong(Side side, Direction direction, uint stream)
    {
        direction.Table.Forget();
        _streams.Refuse(side, stream);
    }

    private bool Decode(Side side, Direction direction, in FrameHeader header, uint promised, ReadOnlySpan<byte> fields, Moment moment)
    {
        switch (_http.Decoder.Decode(fields, direction.Table))
        {
            case BlockResult.Invalid:
                return false;
            case BlockResult.TooLong:
                TooLong(side, direction, header.StreamId);
                return true;
        }

        if (header.Type == FrameType.PushPromise)
            _streams.Promise(promised, moment);
        else if (side == Side.Request)
            _streams.Ask(header.StreamId, header.Has(FrameFlags.EndStream), moment);
        else
            _streams.Answer(header.StreamId, header.Has(FrameFlags.EndStream), moment);
        return true;
    }

    private Direction Of(Side side) => _directions[side == Side.Request ? 0 : 1];

    private void Recharge(Direction direction)
    {
        if (direction.Memory == direction.Charged)
            return;
        _connection.Charge(direction.Memory - direction.Charged);
        direction.Charged = direction.Memory;
    }
}
