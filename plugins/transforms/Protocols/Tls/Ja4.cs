using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>
/// The JA4 fingerprint of a client's hello over TCP, as its authors specify it: what a hello says of the program that made it, the same whatever order the
/// program shuffles its extensions into. Values that mean nothing (<see cref="Grease"/>) do not count.
/// </summary>
internal sealed class Ja4
{
    public const int Length = 36;

    private const int MostTold = 99;
    private const int HashDigits = 12;

    // Of two bytes each in the hello, and with a comma in the text.
    private readonly ushort[] _numbers = new ushort[HandshakeStream.MostHello / 2];
    private readonly byte[] _text = new byte[5 * HandshakeStream.MostHello / 2];
    private readonly byte[] _told = new byte[Length];

    /// <summary>The fingerprint; until the next call.</summary>
    public ReadOnlySpan<byte> Of(in Hello hello)
    {
        _told[0] = (byte)'t';
        Version(hello).CopyTo(_told.AsSpan(1));
        Extensions.Find(hello.Extensions, ExtensionType.ServerName, out var isNamed);
        _told[3] = isNamed ? (byte)'d' : (byte)'i';
        var ciphers = Numbers(hello.Ciphers, 0);
        Count(ciphers, _told.AsSpan(4));
        Count(CountExtensions(hello.Extensions), _told.AsSpan(6));
        Alpn(hello.Extensions, _told.AsSpan(8));
        _told[10] = (byte)'_';
        _numbers.AsSpan(0, ciphers).Sort();
        Hash(List(0, ciphers, 0), _told.AsSpan(11));
        _told[23] = (byte)'_';
        Hash(ExtensionText(hello.Extensions), _told.AsSpan(24));
        return _told;
    }

    private static ReadOnlySpan<byte> Version(in Hello hello)
    {
        var version = hello.Version;
        var offered = new Fields(Extensions.Find(hello.Extensions, ExtensionType.SupportedVersions, out var isThere));
        if (isThere)
        {
            ushort highest = 0;
            var versions = new Fields(offered.ShortVector());
            while (!versions.IsEmpty)
                if (versions.Short() is var one && !Grease.Is(one))
                    highest = Math.Max(highest, one);
            version = highest;
        }

        return version switch { 0x0304 => "13"u8, 0x0303 => "12"u8, 0x0302 => "11"u8, 0x0301 => "10"u8, 0x0300 => "s3"u8, 0x0002 => "s2"u8, _ => "00"u8 };
    }

    private static void Count(int count, Span<byte> into)
    {
        var told = Math.Min(count, MostTold);
        (into[0], into[1]) = ((byte)('0' + told / 10), (byte)('0' + told % 10));
    }

    private static int CountExtensions(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        var extensions = new Extensions(bytes);
        while (extensions.Next())
            count += Grease.Is(extensions.Type) ? 0 : 1;
        return count;
    }

    /// <summary>First and last character of the first protocol offered; of one that does not begin and end with letters or digits, of its hexadecimal form.</summary>
    private static void Alpn(ReadOnlySpan<byte> extensions, Span<byte> into)
    {
        var offers = new Fields(new Fields(Extensions.Find(extensions, ExtensionType.Alpn, out _)).Vector());
        var first = offers.ShortVector();
        if (first.IsEmpty)
        {
            "00"u8.CopyTo(into);
            return;
        }

        if (char.IsAsciiLetterOrDigit((char)first[0]) && char.IsAsciiLetterOrDigit((char)first[^1]))
        {
            (into[0], into[1]) = (first[0], first[^1]);
            return;
        }

        Span<byte> digits = stackalloc byte[4];
        NumberText.Hex((ushort)(first[0] << 8 | first[^1]), digits);
        (into[0], into[1]) = (digits[0], digits[3]);
    }

    /// <summary>The numbers of a list, from an index on; how many.</summary>
    private int Numbers(ReadOnlySpan<byte> list, int at)
    {
        var count = 0;
        for (; list.Length >= 2; list = list[2..])
            if (BinaryPrimitives.ReadUInt16BigEndian(list) is var number && !Grease.Is(number) && at + count < _numbers.Length)
                _numbers[at + count++] = number;
        return count;
    }

    /// <summary>Extensions in ascending order, but for the two that the first part tells of, and algorithms of signatures as they come.</summary>
    private ReadOnlySpan<byte> ExtensionText(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        var extensions = new Extensions(bytes);
        while (extensions.Next())
            if (!Grease.Is(extensions.Type) && extensions.Type is not ((ushort)ExtensionType.ServerName or (ushort)ExtensionType.Alpn))
                _numbers[count++] = extensions.Type;
        _numbers.AsSpan(0, count).Sort();
        var length = List(0, count, 0).Length;
        var algorithms = Numbers(new Fields(Extensions.Find(bytes, ExtensionType.SignatureAlgorithms, out _)).Vector(), count);
        if (algorithms == 0)
            return _text.AsSpan(0, length);
        _text[length++] = (byte)'_';
        return _text.AsSpan(0, length + List(count, algorithms, length).Length);
    }

    private ReadOnlySpan<byte> List(int from, int count, int at)
    {
        var end = at;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                _text[end++] = (byte)',';
            NumberText.Hex(_numbers[from + i], _text.AsSpan(end));
            end += 4;
        }

        return _text.AsSpan(at, end - at);
    }

    private static void Hash(ReadOnlySpan<byte> text, Span<byte> into)
    {
        if (text.IsEmpty)
        {
            into[..HashDigits].Fill((byte)'0');
            return;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        for (var i = 0; i < HashDigits; i += 4)
            NumberText.Hex(BinaryPrimitives.ReadUInt16BigEndian(hash[(i / 2)..]), into[i..]);
    }
}
