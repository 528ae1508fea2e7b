using System.Buffers;
using System.Text;

namespace Pipeline.Transforms.Protocols.Text;

/// <summary>Makes text of bytes that may be anything: what is no UTF-8 becomes <c>\xff</c>; between quotes, what is not printable is escaped, too.</summary>
internal static class Readable
{
    private static readonly SearchValues<byte> Simple = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x7F - 0x20).Select(b => (byte)b).Where(b => b is not ((byte)'"' or (byte)'\\'))]);

    private static readonly SearchValues<byte> Bare = SearchValues.Create(
        [.. Enumerable.Range(0x21, 0x7F - 0x21).Select(b => (byte)b).Where(b => b is not ((byte)'"' or (byte)'\'' or (byte)'\\'))]);

    private static ReadOnlySpan<byte> Hex => "0123456789abcdef"u8;

    /// <summary>Adds bytes to a text, as long as it is not longer than <paramref name="most"/> then. Where they are cut a character may be, too: it is left out.</summary>
    public static void Add(ByteList text, ReadOnlySpan<byte> bytes, int most, TextStyle style, bool isWhole = true)
    {
        Span<byte> written = stackalloc byte[16];
        while (!bytes.IsEmpty)
        {
            var run = bytes.IndexOfAnyExcept(Simple);
            if (run != 0)
            {
                run = Math.Min(run < 0 ? bytes.Length : run, most - text.Length);
                if (run <= 0)
                    return;
                text.Add(bytes[..run]);
                bytes = bytes[run..];
                continue;
            }

            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var used);
            if (status == OperationStatus.NeedMoreData && !isWhole)
                return;
            var length = status == OperationStatus.Done ? Character(rune, bytes[..used], written, style) : Escaped(bytes[..used], written, style);
            if (length > most - text.Length)
                return;
            text.Add(written[..length]);
            bytes = bytes[used..];
        }
    }

    /// <summary>Whether bytes are text as they are, with quotes or without.</summary>
    public static bool IsBare(ReadOnlySpan<byte> bytes) => !bytes.IsEmpty && bytes.IndexOfAnyExcept(Bare) < 0;

    private static int Character(Rune rune, ReadOnlySpan<byte> bytes, Span<byte> written, TextStyle style)
    {
        // As they are, they are for the sink to show, or to escape.
        if (style == TextStyle.Plain)
        {
            bytes.CopyTo(written);
            return bytes.Length;
        }

        if (rune.Value is '\n' or '\r' or '\t')
        {
            written[0] = (byte)'\\';
            written[1] = rune.Value == '\n' ? (byte)'n' : rune.Value == '\r' ? (byte)'r' : (byte)'t';
            return 2;
        }

        if (rune.Value is < 0x20 or 0x7F)
            return style == TextStyle.Json ? Unicode((byte)rune.Value, written) : Escaped(bytes, written, style);
        var at = 0;
        if (rune.Value is '"' or '\\')
            written[at++] = (byte)'\\';
        bytes.CopyTo(written[at..]);
        return at + bytes.Length;
    }

    private static int Unicode(byte b, Span<byte> written)
    {
        "\\u00"u8.CopyTo(written);
        (written[4], written[5]) = (Hex[b >> 4], Hex[b & 0xF]);
        return 6;
    }

    private static int Escaped(ReadOnlySpan<byte> bytes, Span<byte> written, TextStyle style)
    {
        var at = 0;
        foreach (var b in bytes)
        {
            if (style == TextStyle.Json)
                written[at++] = (byte)'\\';
            written[at++] = (byte)'\\';
            written[at++] = (byte)'x';
            written[at++] = Hex[b >> 4];
            written[at++] = Hex[b & 0xF];
        }

        return at;
    }
}
