using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>Knows frames by several of them in a row: where a view begins with them, or, in the middle of something, where they begin.</summary>
internal static class FrameChain
{
    // As many in a row leave no doubt.
    private const int Certain = 3;

    /// <summary>What a client says first.</summary>
    public static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>As <see cref="Protocol.Infer"/>.</summary>
    public static Guess Infer(ReadOnlySpan<byte> first)
    {
        var known = Math.Min(first.Length, Preface.Length);
        if (first[..known].SequenceEqual(Preface[..known]))
            return known < 14 ? Guess.More : new Guess(100, Side.Request);
        var at = 0;
        while (first.Length - at >= FrameHeader.Bytes)
        {
            var header = FrameHeader.Read(first[at..]);
            if (!header.IsUsual(FrameHeader.FirstMost))
                return Guess.No;
            var body = first[(at + FrameHeader.Bytes)..];
            if (body.Length < header.Length)
                // What holds data says nothing, however much of it comes.
                return header.Type == FrameType.Data ? Guess.No : Guess.More;
            body = body[..header.Length];
            if (!FrameBody.IsUsual(header, body))
                return Guess.No;
            if (SideOf(header, body, first.Length - at, out var isCertain) is { } side)
                return new Guess(at > 0 || isCertain ? 90 : 75, side);
            at += FrameHeader.Bytes + header.Length;
        }

        // The rest of a header, if it is one: most frames have less than 64 KiB.
        return at < first.Length && first[at] == 0 ? Guess.More : Guess.No;
    }

    /// <summary>As <see cref="Parser.Find"/>.</summary>
    public static int Find(Side side, ReadOnlySpan<byte> view, int most)
    {
        for (var at = 0; at < view.Length; at++)
        {
            // Nearly all bytes are told here: a frame's length, which is no more than the bound, and its type.
            if (view[at] > most >> 16 || (view.Length - at > 3 && view[at + 3] > (byte)FrameType.PriorityUpdate))
            {
                if (side == Side.Request && view[at] == Preface[0] && IsPreface(view[at..]) is { } isWhole)
                    return isWhole ? at : ~at;
                continue;
            }

            if (Judge(view[at..], most, at == 0) is { } isFrame)
                return isFrame ? at : ~at;
        }

        return ~view.Length;
    }

    /// <summary>Whether frames begin here; null: no. False: more bytes will tell.</summary>
    private static bool? Judge(ReadOnlySpan<byte> view, int most, bool isFirst)
    {
        var at = 0;
        for (var count = 0; count < Certain; count++)
        {
            if (at == view.Length && count > 0)
                // A call begins with a frame nearly always, and ends with one.
                return isFirst || count > 1;
            if (view.Length - at < FrameHeader.Bytes)
                return MayBegin(view[at..], most) ? false : null;
            var header = FrameHeader.Read(view[at..]);
            if (!header.IsUsual(most))
                return null;
            at += FrameHeader.Bytes;
            if (view.Length - at < header.Length)
                return false;
            if (!FrameBody.IsUsual(header, view.Slice(at, header.Length)))
                return null;
            at += header.Length;
        }

        return true;
    }

    private static bool MayBegin(ReadOnlySpan<byte> view, int most) => view[0] <= most >> 16 && (view.Length < 4 || view[3] <= (byte)FrameType.PriorityUpdate);

    private static bool? IsPreface(ReadOnlySpan<byte> view)
    {
        var length = Math.Min(view.Length, Preface.Length);
        return view[..length].SequenceEqual(Preface[..length]) ? length == Preface.Length : null;
    }

    private static Side? SideOf(in FrameHeader header, ReadOnlySpan<byte> body, int length, out bool isCertain)
    {
        isCertain = false;
        if (header.Type == FrameType.Headers && FrameBody.TryFields(header, body, out var fields))
            return FrameBody.SideOf(fields);
        // A client sends its preface before, so that settings which come first are a server's. Without any they are zeros but for the type: only all that there is.
        isCertain = header is { Type: FrameType.Settings, Length: > 0 };
        return isCertain || (header is { Type: FrameType.Settings, IsAnswer: false } && length is FrameHeader.Bytes) ? Side.Response : null;
    }
}
