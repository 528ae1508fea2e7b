namespace Pipeline.Protocols;

/// <summary>
/// Reads both directions of one connection and pairs what it finds. The frame hands it contiguous views, tells of gaps, and looks after memory and time.
/// No member may throw, whatever the bytes are.
/// </summary>
public abstract class Parser
{
    /// <summary>What <see cref="Read"/> answers when the view begins with nothing this protocol has.</summary>
    public const int Invalid = -1;

    /// <summary>Whether the connection has become something else, such as a tunnel: behind what was read there is nothing more of this protocol.</summary>
    public virtual bool HasEnded => false;

    /// <summary>What becomes of the connection then. Asked once it has ended.</summary>
    public virtual Sequel Sequel => Sequel.Ignored;

    /// <summary>
    /// Whether nothing is lost if a connection of datagrams is forgotten now, because what waits is kept by the protocol: then the next datagram meets another
    /// parser, and a socket that talks to 100,000 peers costs what one connection costs.
    /// </summary>
    public virtual bool IsForgettable => false;

    /// <summary>Reads from the front of a view. What is left comes again, with more behind it.</summary>
    /// <returns>Bytes taken; 0: more are needed; <see cref="Invalid"/>: this is not the protocol, look for the next message (<see cref="Find"/>).</returns>
    public abstract int Read(Side side, ReadOnlySpan<byte> view, Moment moment);

    /// <summary>
    /// Whether what the one who answers says next can be read now. False where it must be a response to a request that is not here yet: the frame then keeps it
    /// until that came, and for as long as requests may be late. What a server says without being asked, such as a greeting, is due at once, and so is the
    /// rest of what was begun. Asked before each <see cref="Read"/> of that side, so it must be cheap.
    /// </summary>
    /// <param name="view">What is there of it, at least one byte.</param>
    public virtual bool IsResponseDue(ReadOnlySpan<byte> view) => true;

    /// <summary>Bytes were moved that nobody saw.</summary>
    /// <param name="side">By whom.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="time">When, or before that: when the last byte was moved that was seen.</param>
    /// <returns>Whether it is still known where the next message begins, because the bytes lay inside this one.</returns>
    public abstract bool Skip(Side side, ulong bytes, long time);

    /// <summary>It is no longer known where the next message of a side begins, nor how many were missed: after <see cref="Skip"/> answered false, or a message was invalid.</summary>
    public abstract void Lose(Side side);

    /// <summary>Looks for the beginning of a message. The view may begin with the rest of something.</summary>
    /// <param name="side">Whose.</param>
    /// <param name="view">The bytes.</param>
    /// <returns>Where it begins; or, if there is none, the complement (~) of the number of bytes that can be let go of.</returns>
    public abstract int Find(Side side, ReadOnlySpan<byte> view);

    /// <summary>Nothing is on its way any more: nothing was moved for a second, or both sides have ended, and nothing was missed. Called at the end, behind <see cref="Close"/>.</summary>
    public virtual void Rest()
    {
    }

    /// <summary>The connection was closed and all its bytes were seen: what ends with the connection is whole.</summary>
    public abstract void Close();

    /// <summary>The connection is given up: what waits goes back to where it came from and is counted as unpaired. Also called after <see cref="Close"/>.</summary>
    public abstract void Abandon();
}
