namespace Pipeline.Transforms.Protocols.Mqtt;

/// <summary>What is left of a packet that is read as it comes: its message, or what is too long to be read.</summary>
internal struct PacketRest
{
    /// <summary>Whose message it is; null: what is left is passed over.</summary>
    public MqttCall? Call { get; init; }

    /// <summary>Bytes in front of the message.</summary>
    public long Before { get; set; }

    /// <summary>Bytes of the message.</summary>
    public long Left { get; set; }

    public readonly bool IsActive => Call is not null || Before + Left > 0;

    /// <summary>Reads as much as is there; bytes taken.</summary>
    public int Read(ReadOnlySpan<byte> view, int most)
    {
        var before = (int)Math.Min(view.Length, Before);
        var taken = (int)Math.Min(view.Length - before, Left);
        Call?.Payload.Add(view.Slice(before, taken), most);
        (Before, Left) = (Before - before, Left - taken);
        return before + taken;
    }

    /// <summary>Bytes were not seen; how many of them are of this.</summary>
    public ulong Skip(ulong bytes)
    {
        var inside = (long)Math.Min(bytes, (ulong)(Before + Left));
        var before = Math.Min(Before, inside);
        if (inside > before)
            Call?.Payload.Skip();
        (Before, Left) = (Before - before, Left - (inside - before));
        return (ulong)inside;
    }
}
