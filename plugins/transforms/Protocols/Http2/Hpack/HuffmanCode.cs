using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Http2.Hpack;

/// <summary>The code of RFC 7541, appendix B. It is canonical: the lengths of the codes tell the codes.</summary>
internal static class HuffmanCode
{
    private const int End = 256;
    private const int Longest = 30;
    private const int FirstLook = 9;

    // A symbol whose code is at most so long is found by one look: length in the upper byte.
    private static readonly ushort[] Short = new ushort[1 << FirstLook];

    // Of the codes of a length: the first one, how many there are, and where their symbols are.
    private static readonly uint[] First = new uint[Longest + 1];
    private static readonly int[] Count = new int[Longest + 1];
    private static readonly int[] Place = new int[Longest + 1];
    private static readonly ushort[] Symbols = new ushort[End + 1];

    static HuffmanCode()
    {
        var (code, place) = (0u, 0);
        for (var length = 1; length <= Longest; length++, code <<= 1)
        {
            (First[length], Place[length]) = (code, place);
            for (var symbol = 0; symbol <= End; symbol++)
            {
                if (LengthOf(symbol) != length)
                    continue;
                if (length <= FirstLook)
                    Short.AsSpan((int)code << (FirstLook - length), 1 << (FirstLook - length)).Fill((ushort)(length << 8 | symbol));
                Symbols[place++] = (ushort)symbol;
                code++;
                Count[length]++;
            }
        }
    }

    private static ReadOnlySpan<byte> Lengths =>
    [
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28,
        6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10,
        13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7, 7, 7, 7, 15, 11, 14, 13, 28,
        20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24,
        22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28, 27, 27, 27,
        20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26,
    ];

    /// <summary>The most bytes that so many may become.</summary>
    public static int MostDecoded(int bytes) => bytes * 8 / 5;

    /// <summary>Decodes a string; how many bytes it became, or -1 where it is no such code.</summary>
    /// <param name="coded">The code, with its padding.</param>
    /// <param name="into">Room for <see cref="MostDecoded"/> of it.</param>
    public static int Decode(ReadOnlySpan<byte> coded, Span<byte> into)
    {
        // The next bits are the uppermost ones; there are at least 32 of them while bytes are left.
        var (bits, held, at, length) = (0ul, 0, 0, 0);
        while (true)
        {
            if (held < 32 && at + 4 <= coded.Length)
            {
                bits |= (ulong)BinaryPrimitives.ReadUInt32BigEndian(coded[at..]) << (32 - held);
                (held, at) = (held + 32, at + 4);
            }

            for (; held <= 56 && at + 4 > coded.Length && at < coded.Length; at++, held += 8)
                bits |= (ulong)coded[at] << (56 - held);
            var found = Short[bits >> (64 - FirstLook)];
            var size = found >> 8;
            if (size == 0 || size > held)
            {
                if (IsPadding(bits, held))
                    return length;
                size = LongOf(bits, out found);
                if (size == 0 || size > held || found == End)
                    return -1;
            }

            into[length++] = (byte)found;
            bits <<= size;
            held -= size;
            if (held == 0 && at == coded.Length)
                return length;
        }
    }

    /// <summary>Whether what is left is the beginning of the code that ends everything, and less than a byte.</summary>
    private static bool IsPadding(ulong bits, int held) => held < 8 && (held == 0 || bits >> (64 - held) == (1ul << held) - 1);

    private static int LongOf(ulong bits, out ushort symbol)
    {
        for (var length = FirstLook + 1; length <= Longest; length++)
        {
            var ofLength = (uint)(bits >> (64 - length)) - First[length];
            if (ofLength >= (uint)Count[length])
                continue;
            symbol = Symbols[Place[length] + (int)ofLength];
            return length;
        }

        symbol = 0;
        return 0;
    }

    private static int LengthOf(int symbol) => symbol == End ? Longest : Lengths[symbol];
}
