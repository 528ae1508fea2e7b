using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Compression;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Judges first bytes, and finds the next envelope or segment: the header alone is not believed, what is behind it has to fit.</summary>
internal static class CqlGuess
{
    private const int Sure = 95;
    private const int Likely = 85;

    // What must be seen of a body before it is judged.
    private const int LeastBody = 8;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        var envelope = Envelope(first);
        if (envelope.Confidence > 0 || first.Length < CqlHeader.Size)
            return envelope;
        var segment = Segment(first);
        return segment.Confidence > 0 ? segment : new Guess(0, null, envelope.IsPrefix || segment.IsPrefix);
    }

    /// <summary>As <see cref="Parser.Find"/>.</summary>
    /// <param name="side">Whose.</param>
    /// <param name="view">The bytes.</param>
    /// <param name="mayBeSegments">Whether to look for segments.</param>
    public static int Find(Side side, ReadOnlySpan<byte> view, bool mayBeSegments)
    {
        for (var at = 0; at < view.Length; at++)
        {
            var rest = view[at..];
            var guess = Envelope(rest);
            if (mayBeSegments && guess.Confidence == 0 && rest.Length >= CqlHeader.Size)
                guess = Segment(rest);
            if (guess.Confidence >= Guess.Enough && guess.Side == side)
                return at;
            if (guess.IsPrefix || rest.Length < CqlHeader.Size)
                return ~at;
        }

        return ~view.Length;
    }

    private static Guess Envelope(ReadOnlySpan<byte> view)
    {
        if ((view[0] & 0x7F) is < CqlHeader.First or > CqlHeader.Segmented)
            return Guess.No;
        if (view.Length < CqlHeader.Size)
            return (view.Length > 1 && view[1] >= (byte)CqlFlags.Beta) || (view.Length > 4 && !CqlHeader.Has((view[0] & 0x80) != 0, view[4])) ? Guess.No : Guess.More;
        var header = CqlHeader.Read(view);
        if (!header.IsValid)
            return Guess.No;
        var body = view[CqlHeader.Size..Math.Min(view.Length, CqlHeader.Size + header.Length)];
        if (body.Length < Math.Min(LeastBody, header.Length))
            return Guess.More;
        // What is compressed, or has something else in front, tells less.
        if (header.Flags != 0)
            return new Guess(header.Length > 0 ? Likely : 0, header.Side);
        return Begins(header, body) ? new Guess(header.Length == 0 ? Likely : Sure, header.Side) : Guess.No;
    }

    private static Guess Segment(ReadOnlySpan<byte> view)
    {
        if (!SegmentHeader.TryRead(view, out var segment))
            return Guess.No;
        Span<byte> plain = stackalloc byte[CqlHeader.Size];
        var payload = view[segment.Size..Math.Min(view.Length, segment.Size + segment.Length)];
        var whole = segment.Unpacked > 0 ? segment.Unpacked : segment.Length;
        if (segment.Unpacked == 0)
        {
            if (payload.Length < CqlHeader.Size)
                return whole < CqlHeader.Size ? Guess.No : Guess.More;
            payload[..CqlHeader.Size].CopyTo(plain);
        }
        else if (Lz4Block.Decode(payload, plain) is var decoded && decoded < plain.Length)
        {
            return decoded < 0 || payload.Length == segment.Length ? Guess.No : Guess.More;
        }

        var header = CqlHeader.Read(plain);
        // A part of an envelope is only known as such where it is the first.
        var fits = header.IsValid && header.Version == CqlHeader.Segmented && (header.Length + CqlHeader.Size <= whole) == segment.IsSelfContained;
        return fits ? new Guess(Sure, header.Side) : Guess.No;
    }

    /// <summary>Whether a body begins as one of its kind does.</summary>
    private static bool Begins(in CqlHeader header, ReadOnlySpan<byte> bytes)
    {
        var body = new CqlBody(bytes);
        switch (header.Opcode)
        {
            case CqlOpcode.Error:
                return body.I32() is >= 0 and <= 0x2500 && body.U16() <= header.Length;
            case CqlOpcode.Startup:
                return body.U16() is > 0 and < 64 && body.U16() is > 0 and < 64 and var name && IsText(body.Rest[..Math.Min(body.Rest.Length, name)]);
            case CqlOpcode.Query or CqlOpcode.Prepare:
                return body.I32() is > 0 and var length && length <= header.Length - 4 && IsText(body.Rest[..Math.Min(body.Rest.Length, length)]);
            case CqlOpcode.Result:
                return body.I32() is >= 1 and <= 5;
            case CqlOpcode.Execute:
                return body.U16() is > 0 and <= 64;
            case CqlOpcode.Batch:
                return body.U8() <= 2 && body.U16() >= 0 && body.U8() <= 1;
            case CqlOpcode.Register or CqlOpcode.Event or CqlOpcode.Authenticate or CqlOpcode.Supported:
                var first = body.U16();
                return first > 0 && first < header.Length && (header.Opcode is CqlOpcode.Register or CqlOpcode.Supported ? body.U16() is > 0 and < 64 : IsText(body.Rest[..Math.Min(body.Rest.Length, first)]));
            case CqlOpcode.AuthChallenge or CqlOpcode.AuthResponse or CqlOpcode.AuthSuccess:
                return body.I32() == Math.Max(-1, header.Length - 4) || header.Length == 4;
            default:
                return header.Length == 0;
        }
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange((byte)0, (byte)8) < 0 && bytes.IndexOfAnyInRange((byte)0x0E, (byte)0x1F) < 0;
}
