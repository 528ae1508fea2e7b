using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What messages begin with: a letter and a length, which counts itself and not the letter.</summary>
internal static class PgHeader
{
    public const int Bytes = 5;

    // What a server takes is at most a GiB.
    private const int MostLength = 1 << 30;

    /// <summary>Letters that clients send.</summary>
    public static ReadOnlySpan<byte> Asked => "QPBEDCSHXdcfpF"u8;

    /// <summary>Letters that servers send.</summary>
    public static ReadOnlySpan<byte> Answered => "RSKZTDCEN123tnIsAGHWdcVv"u8;

    /// <summary>The length of a whole message, letter and all; -1: this is none; 0: more bytes are needed to tell.</summary>
    public static long Length(ReadOnlySpan<byte> view, bool isAnswer)
    {
        if ((isAnswer ? Answered : Asked).IndexOf(view[0]) < 0)
            return -1;
        if (view.Length < Bytes)
            return 0;
        var length = BinaryPrimitives.ReadInt32BigEndian(view[1..]);
        return length >= 4 && length <= MostLength && IsRight(view[0], length, isAnswer) ? length + 1L : -1;
    }

    /// <summary>Whether a message with this letter can be as long as that.</summary>
    private static bool IsRight(byte letter, int length, bool isAnswer) => isAnswer
        ? letter switch
        {
            (byte)'1' or (byte)'2' or (byte)'3' or (byte)'n' or (byte)'I' or (byte)'s' => length == 4,
            (byte)'Z' => length == 5,
            (byte)'c' => length == 4,
            (byte)'R' => length >= 8 && length < 1 << 16,
            (byte)'K' => length >= 12 && length <= 12 + 256,
            (byte)'C' => length > 4 && length < 1024,
            (byte)'S' or (byte)'t' or (byte)'T' or (byte)'D' => length >= 6,
            (byte)'G' or (byte)'H' or (byte)'W' => length >= 7 && length < 1 << 16,
            _ => true,
        }
        : letter switch
        {
            (byte)'S' or (byte)'H' or (byte)'X' or (byte)'c' => length == 4,
            (byte)'E' => length >= 9 && length < 1 << 16,
            (byte)'D' or (byte)'C' => length >= 6 && length < 1 << 16,
            (byte)'Q' => length > 4,
            (byte)'P' => length >= 8,
            (byte)'B' => length >= 12,
            _ => true,
        };
}
