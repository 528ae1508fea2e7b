using System.Globalization;
using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>What a Go program says of the compiler that made it.</summary>
internal static class GoBuild
{
    internal const string SectionName = ".go.buildinfo";

    private const int HeaderSize = 32;
    private const int LongestVersion = 64;

    /// <summary>The second number of its version: 19 of go1.19.8. Null where it tells none, as builds between releases may.</summary>
    /// <exception cref="BinaryException">It is damaged.</exception>
    internal static int? Minor(ElfBinary binary, ElfSection section)
    {
        const byte hasText = 2;
        if (section.Type == ElfSection.NoBits || section.Size < HeaderSize)
            return null;
        var info = binary.File.Bytes(section.Offset, Math.Min(section.Size, HeaderSize + 1 + LongestVersion), "what Go says of its version").AsSpan();
        if (info[0] != 0xff || !info[1..].StartsWith(" Go buildinf:"u8))
            return null;
        return (info[15] & hasText) != 0
            ? Minor(info.Length > HeaderSize + 1 ? info.Slice(HeaderSize + 1, Math.Min(info[HeaderSize], info.Length - HeaderSize - 1)) : default)
            : Minor(Referred(binary, ReadUInt64LittleEndian(info[16..])));
    }

    // Until Go 1.17: the address of a string, which is the address of its bytes and their number.
    private static ReadOnlySpan<byte> Referred(ElfBinary binary, ulong address)
    {
        const int stringSize = 16;
        if (binary.Offset(address) is not { } at)
            return default;
        var text = binary.File.Bytes((ulong)at, stringSize, "what Go says of its version").AsSpan();
        var length = ReadUInt64LittleEndian(text[8..]);
        return binary.Offset(ReadUInt64LittleEndian(text)) is { } bytes ? binary.File.Bytes((ulong)bytes, Math.Min(length, LongestVersion), "what Go says of its version") : default;
    }

    private static int? Minor(ReadOnlySpan<byte> version)
    {
        // "go1.19.8", "go1.22rc1 X:nocoverageredesign", "devel go1.23-0123abcd ...".
        var text = Encoding.Latin1.GetString(version);
        var from = text.IndexOf("go1.", StringComparison.Ordinal);
        if (from < 0)
            return null;
        var digits = text.AsSpan(from + 4);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;
    }
}
