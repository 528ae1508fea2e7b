using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Datagrams, each of which is a message. Knows nothing from one to the next, so that one or two do for all sockets.</summary>
/// <param name="pairs">Who takes the messages.</param>
/// <param name="unused">Where it goes when its connection is forgotten.</param>
internal sealed class DnsDatagramParser(DnsPairs pairs, Stack<DnsDatagramParser> unused) : Parser
{
    /// <summary>Where the datagram at hand belongs.</summary>
    public IConnection? Connection { get; set; }

    public override bool IsForgettable => true;

    public override int Read(Side side, ReadOnlySpan<byte> view, Moment moment)
    {
        if (view.Length < Header.Size || !Look.MayBeHeader(view))
            return Invalid;
        pairs.Take(Connection!, null, view, moment);
        return view.Length;
    }

    public override bool Skip(Side side, ulong bytes, long time) => true;

    public override void Lose(Side side)
    {
    }

    public override int Find(Side side, ReadOnlySpan<byte> view) => 0;

    public override void Close()
    {
    }

    public override void Abandon()
    {
        Connection = null;
        unused.Push(this);
    }
}
