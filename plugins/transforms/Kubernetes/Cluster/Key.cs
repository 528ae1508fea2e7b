using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>Sixteen bytes that stand for an address, a uid or a container's id, so that looking one up is comparing two integers.</summary>
internal readonly record struct Key(ulong High, ulong Low)
{
    private const int HexDigits = 32;

    /// <summary>Whether it stands for nothing.</summary>
    public bool IsNone => (High | Low) == 0;

    /// <summary>Of an address as rows and objects have it.</summary>
    public static Key OfAddress(UInt128 address) => new((ulong)(address >> 64), (ulong)address);

    /// <summary>Of an address as a cell has it: sixteen bytes in network order.</summary>
    public static Key OfAddress(ReadOnlySpan<byte> cell) => new(BinaryPrimitives.ReadUInt64BigEndian(cell), BinaryPrimitives.ReadUInt64BigEndian(cell[8..]));

    /// <summary>Its bytes in network order.</summary>
    public void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>
    /// Of a uid or a container's id. UUIDs, with dashes or without, are taken as they are; of longer hexadecimal ids the first 32 digits, which no two share; of any other text
    /// a hash that nobody can make collide. Empty text has none.
    /// </summary>
    public static Key Of(string text)
    {
        if (text.Length == 0)
            return default;
        Span<char> digits = stackalloc char[HexDigits];
        var count = 0;
        foreach (var c in text)
        {
            if (c == '-' && text.Length == HexDigits + 4)
                continue;
            if (!char.IsAsciiHexDigit(c))
                return OfHash(text);
            if (count < HexDigits)
                digits[count++] = c;
        }

        return count == HexDigits ? new Key(ReadHex(digits[..16]), ReadHex(digits[16..])) : OfHash(text);
    }

    public override int GetHashCode() => (int)((High * 0x9E3779B97F4A7C15 ^ Low * 0xC2B2AE3D27D4EB4F) >> 32);

    private static ulong ReadHex(ReadOnlySpan<char> digits)
    {
        var value = 0UL;
        foreach (var c in digits)
            value = value << 4 | (uint)(char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        return value;
    }

    private static Key OfHash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return OfAddress(hash[..16]);
    }
}
