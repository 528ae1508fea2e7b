using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>A stream of messages, each behind its length.</summary>
internal sealed class DnsStreamParser(IConnection connection, DnsPairs pairs) : Parser
{
    private const int LengthBytes = 2;

    private readonly Direction[] _directions = new Direction[2];

    /// <summary>Times that messages of this stream were lost, nobody knows how many.</summary>
    public int Losses { get; private set; }

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        ref var direction = ref _directions[(int)side];
        if (direction.Unseen > 0)
        {
            var rest = Math.Min(direction.Unseen, view.Length);
            direction.Unseen -= rest;
            return rest;
        }

        if (direction.Length == 0)
            return ReadLength(view, moment.First, ref direction);
        if (!Look.MayBeHeader(view))
            return Invalid;
        if (view.Length < direction.Length)
            return 0;
        var message = view[..direction.Length];
        pairs.Take(connection, this, message, new Moment(direction.Time, moment.Last));
        direction.Length = 0;
        return message.Length;
    }

    public override bool Skip(Side side, ulong bytes, long time)
    {
        ref var direction = ref _directions[(int)side];
        var inside = direction.Unseen > 0 ? direction.Unseen : direction.Length;
        if (bytes > (ulong)inside)
            return false;
        Losses++;
        direction = new Direction { Unseen = inside - (int)bytes };
        return true;
    }

    public override void Lose(Side side)
    {
        Losses++;
        _directions[(int)side] = default;
    }

    public override int Find(Side side, ReadOnlySpan<byte> view)
    {
        for (var at = 0; at < view.Length; at++)
        {
            var guess = Look.AtStream(view[at..]);
            if (guess.Confidence >= Guess.Enough && guess.Side == side)
                return at;
            if (guess.IsPrefix && view.Length - at < Guess.MostBytes)
                return ~at;
        }

        return ~view.Length;
    }

    public override void Close()
    {
    }

    public override void Abandon()
    {
    }

    private static int ReadLength(ReadOnlySpan<byte> view, long time, ref Direction direction)
    {
        if (view.Length < LengthBytes)
            return 0;
        var length = BinaryPrimitives.ReadUInt16BigEndian(view);
        if (length < Header.Size)
            return Invalid;
        direction = new Direction { Length = length, Time = time };
        return LengthBytes;
    }

    /// <summary>Where a direction stands.</summary>
    private struct Direction
    {
        /// <summary>Bytes of the message whose length was read; 0: the next length comes.</summary>
        public int Length;

        /// <summary>When the first byte of that length was moved.</summary>
        public long Time;

        /// <summary>Bytes left of a message of which others were not seen.</summary>
        public int Unseen;
    }
}
