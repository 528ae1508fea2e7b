using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Tells whether bytes that may be in the middle of something are a message, by all that its kind has to have.</summary>
internal static class PgMessages
{
    /// <summary>Whether a message of a client is what its letter says, as far as it is there.</summary>
    /// <param name="view">From the letter on.</param>
    /// <param name="length">Of the whole message.</param>
    public static bool IsAsked(ReadOnlySpan<byte> view, long length)
    {
        var isWhole = length <= view.Length;
        var body = view[PgHeader.Bytes..(int)Math.Min(length, view.Length)];
        switch (view[0])
        {
            case (byte)'Q':
                return IsText(body, isWhole);
            case (byte)'P':
                return Names(body, 2, out var parsed) ? !isWhole || IsCounted(parsed, 4) : !isWhole && IsPrintable(body);
            case (byte)'B':
                return Names(body, 2, out var bound) ? bound.Length < 2 || bound[0] == 0 : !isWhole && IsPrintable(body);
            case (byte)'E':
                return isWhole && Names(body, 1, out var executed) && executed.Length == 4;
            case (byte)'D' or (byte)'C':
                return isWhole && body[0] is (byte)'S' or (byte)'P' && Names(body[1..], 1, out var named) && named.IsEmpty;
            case (byte)'S' or (byte)'H' or (byte)'X' or (byte)'c':
                return true;
            default:
                return false;
        }
    }

    /// <summary>As <see cref="IsAsked"/>, of a server.</summary>
    public static bool IsAnswered(ReadOnlySpan<byte> view, long length)
    {
        var isWhole = length <= view.Length;
        var body = view[PgHeader.Bytes..(int)Math.Min(length, view.Length)];
        switch (view[0])
        {
            case (byte)'Z':
                return isWhole && body[0] is (byte)'I' or (byte)'T' or (byte)'E';
            case (byte)'C':
                return isWhole && IsText(body, true) && char.IsAsciiLetterUpper((char)body[0]);
            case (byte)'E' or (byte)'N':
                return body.Length > 4 && body[0] == 'S' && IsPrintable(body[1..Math.Min(body.Length, 4)]) && (!isWhole || body.EndsWith("\0\0"u8));
            case (byte)'T':
                return body.Length > 20 && BinaryPrimitives.ReadUInt16BigEndian(body) is > 0 and <= 1664 && IsPrintable(body[2..3]) && (!isWhole || IsDescription(body));
            case (byte)'D':
                return isWhole && IsRow(body);
            case (byte)'R':
                return isWhole && BinaryPrimitives.ReadInt32BigEndian(body) is >= 0 and <= 12;
            case (byte)'S':
                return isWhole && Names(body, 2, out var rest) && rest.IsEmpty;
            case (byte)'t':
                return isWhole && IsCounted(body, 4);
            case (byte)'1' or (byte)'2' or (byte)'3' or (byte)'n' or (byte)'I' or (byte)'s':
                return true;
            case (byte)'G' or (byte)'H':
                return isWhole && body[0] <= 1 && IsCounted(body[1..], 2);
            default:
                return false;
        }
    }

    private static bool IsDescription(ReadOnlySpan<byte> body)
    {
        var fields = new PgFields(body);
        for (var left = fields.Short(); left > 0 && !fields.IsCut; left--)
        {
            fields.Text();
            fields.Take(18);
        }

        return !fields.IsCut && fields.Rest.IsEmpty;
    }

    private static bool IsRow(ReadOnlySpan<byte> body)
    {
        var fields = new PgFields(body);
        for (var left = fields.Short(); left > 0 && !fields.IsCut; left--)
            fields.Value(out _);
        return !fields.IsCut && fields.Rest.IsEmpty;
    }

    /// <summary>Whether so many texts are there, each ended by a zero, and what is behind them.</summary>
    private static bool Names(ReadOnlySpan<byte> body, int count, out ReadOnlySpan<byte> rest)
    {
        var fields = new PgFields(body);
        var isRight = true;
        for (; count > 0; count--)
            isRight &= IsPrintable(fields.Text());
        rest = fields.Rest;
        return isRight && !fields.IsCut;
    }

    private static bool IsCounted(ReadOnlySpan<byte> body, int each) =>
        body.Length >= 2 && body.Length == 2 + each * BinaryPrimitives.ReadUInt16BigEndian(body);

    /// <summary>Whether it is a text, with a zero at its end and nowhere else.</summary>
    private static bool IsText(ReadOnlySpan<byte> body, bool isWhole) =>
        isWhole ? body.Length > 0 && body[^1] == 0 && IsPrintable(body[..^1]) : IsPrintable(body);

    private static bool IsPrintable(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyInRange((byte)0, (byte)8) < 0 && text.IndexOfAnyInRange((byte)0x0E, (byte)0x1F) < 0;
}
