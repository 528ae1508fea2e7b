namespace Pipeline.Protocols;

/// <summary>Where both streams of a connection stand that was joined in the middle: what comes next there comes behind nothing that was missed.</summary>
internal struct JoinedStreams
{
    private ulong _egress;
    private ulong _ingress;

    /// <summary>Whether the source did not see the beginning. One that counts from 0 is no such connection.</summary>
    public bool IsJoined { get; private set; }

    /// <summary>The position behind what came in a direction; 0 where the connection was not joined in the middle.</summary>
    public readonly ulong this[int direction] => !IsJoined ? 0 : Math.Max(StreamPositions.UnknownStart, direction == 0 ? _egress : _ingress);

    /// <summary>A piece came.</summary>
    public void Pass(int direction, ulong position, ulong size)
    {
        IsJoined = position >= StreamPositions.UnknownStart;
        (direction == 0 ? ref _egress : ref _ingress) = unchecked(position + size);
    }
}
