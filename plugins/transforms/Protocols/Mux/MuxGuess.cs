using System.Buffers.Binary;
using Pipeline.Protocols;

namespace Pipeline.Transforms.Protocols.Mux;

/// <summary>What the first bytes of a direction say. A kind and a tag are four bytes that others may have, too: what stands behind them has to fit.</summary>
internal static class MuxGuess
{
    private const int Sure = 95;
    private const int Likely = 70;
    private const int Possible = 50;

    private const int MostContexts = 64;
    private const int FirstVersion = 1;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        if (first.Length < MuxHeader.Size)
            return first[0] <= MuxHeader.MostBytes >> 24 && (first.Length < 5 || MayBeType((MuxType)(sbyte)first[4])) ? Guess.More : Guess.No;
        if (!MuxHeader.TryRead(first, out var header))
            return Guess.No;
        var rest = first[MuxHeader.Size..Math.Min(first.Length, Math.Max(MuxHeader.Size, header.Length + MuxHeader.LengthBytes))];
        var isWhole = rest.Length == header.Length - MuxHeader.Counted;
        switch (header.Type)
        {
            case MuxType.Tping or MuxType.Tdrain:
                return header.Tag > 0 ? new Guess(Likely, header.Type == MuxType.Tping ? null : Side.Response) : Guess.No;
            case MuxType.Rping:
                return header.Tag > 0 ? new Guess(Likely) : Guess.No;
            case MuxType.Tlease:
                return rest is [0, ..] ? new Guess(Likely, Side.Response) : rest.IsEmpty ? Guess.More : Guess.No;
            case MuxType.Rerr or MuxType.OldRerr:
                return rest.StartsWith("tinit check"u8) ? new Guess(Sure) : "tinit check"u8.StartsWith(rest) && !isWhole ? Guess.More : Guess.No;
            case MuxType.Tinit or MuxType.Rinit:
                return Settings(rest, isWhole, header.Type == MuxType.Tinit ? Side.Request : Side.Response);
            case MuxType.Tdispatch:
                return Dispatch(rest, isWhole);
            case MuxType.Rdispatch:
                return isWhole && !header.IsFragment && header.Tag <= ushort.MaxValue && rest.Length >= 3 && rest[0] <= (byte)MuxStatus.Nack && rest[1] == 0 && rest[2] < MostContexts
                    ? new Guess(Possible, Side.Response) : Guess.No;
            default:
                return Guess.No;
        }
    }

    /// <summary>Whether what is behind the header of a Tdispatch, as far as it was kept, is what one begins with.</summary>
    public static bool BeginsDispatch(ReadOnlySpan<byte> rest) => Dispatch(rest, isWhole: false).Confidence >= Guess.Enough;

    private static bool MayBeType(MuxType type) =>
        type is MuxType.Tping or MuxType.Rping or MuxType.Tdrain or MuxType.Tlease or MuxType.Rerr or MuxType.OldRerr or MuxType.Tinit or MuxType.Rinit or MuxType.Tdispatch or MuxType.Rdispatch;

    private static Guess Settings(ReadOnlySpan<byte> rest, bool isWhole, Side side)
    {
        if (rest.Length < 2)
            return isWhole ? Guess.No : Guess.More;
        if (BinaryPrimitives.ReadUInt16BigEndian(rest) != FirstVersion)
            return Guess.No;
        if (rest.Length == 2 && isWhole)
            return new Guess(Likely, side);
        if (rest.Length < 10)
            return isWhole ? Guess.No : Guess.More;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest[2..]);
        return length is > 0 and < 256 && IsName(rest[6..Math.Min(rest.Length, 6 + (int)length)]) ? new Guess(Sure, side) : Guess.No;
    }

    private static Guess Dispatch(ReadOnlySpan<byte> rest, bool isWhole)
    {
        var fields = new MuxFields(rest);
        var contexts = fields.U16();
        if (contexts >= MostContexts)
            return Guess.No;
        for (var left = contexts; left > 0; left--)
        {
            var key = fields.Text();
            if (!fields.IsCut && !IsName(key))
                return Guess.No;
            fields.Text();
            // The first name tells enough.
            if (fields.IsCut && left < contexts)
                return new Guess(Likely, Side.Request);
        }

        var path = fields.Text();
        if (fields.IsCut)
            return isWhole ? Guess.No : Guess.More;
        var isPath = path is [(byte)'/', ..] && IsName(path);
        if (!isPath && (!path.IsEmpty || contexts == 0))
            return Guess.No;
        return fields.U16() < MostContexts && !(fields.IsCut && isWhole) ? new Guess(Sure, Side.Request) : Guess.No;
    }

    private static bool IsName(ReadOnlySpan<byte> name) => !name.IsEmpty && !name.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
}
