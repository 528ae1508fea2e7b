namespace Pipeline.Protocols;

/// <summary>Tells by first bytes what a connection speaks.</summary>
internal sealed class Inference(IReadOnlyList<ProtocolSlot> protocols)
{
    /// <summary>The protocol most likely; null when none is, where <paramref name="isPrefix"/> says that more bytes may tell.</summary>
    /// <param name="first">The bytes.</param>
    /// <param name="isDatagram">Whether they are a datagram.</param>
    /// <param name="refuted">Those that it turned out not to be, a bit each.</param>
    /// <param name="side">Who sent the bytes, if they tell.</param>
    /// <param name="isPrefix">Whether more bytes may tell.</param>
    public ProtocolSlot? Tell(ReadOnlySpan<byte> first, bool isDatagram, uint refuted, out Side? side, out bool isPrefix)
    {
        ProtocolSlot? best = null;
        var confidence = Guess.Enough - 1;
        (side, isPrefix) = (null, false);
        for (var i = 0; i < protocols.Count; i++)
        {
            if ((refuted >> i & 1) != 0)
                continue;
            var guess = protocols[i].Protocol.Infer(first, isDatagram);
            isPrefix |= guess.IsPrefix;
            if (guess.Confidence > confidence)
                (best, confidence, side) = (protocols[i], guess.Confidence, guess.Side);
        }

        isPrefix &= best is null && !isDatagram && first.Length < Guess.MostBytes;
        return best;
    }

    /// <summary>The bit of a protocol in a set of refuted ones.</summary>
    public uint BitOf(ProtocolSlot slot)
    {
        for (var i = 0; i < protocols.Count; i++)
            if (ReferenceEquals(protocols[i], slot))
                return 1u << i;
        return 0;
    }
}
