using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Nats;

/// <summary>The headers of a message: a line with the version and perhaps a status, and fields.</summary>
internal static class NatsHeaders
{
    /// <summary>Bytes of them that are read.</summary>
    public const int MostBytes = 4096;

    private static ReadOnlySpan<byte> Version => "NATS/1.0"u8;

    private static ReadOnlySpan<byte> Redacted => "[redacted]"u8;

    /// <summary>Writes the fields as an object; how many there are.</summary>
    /// <param name="bytes">The headers, as far as they were kept.</param>
    /// <param name="json">Where to.</param>
    /// <param name="redact">Names, in any case, whose values are not told.</param>
    /// <param name="status">Digits of the status; empty: there is none.</param>
    public static int Read(ReadOnlySpan<byte> bytes, JsonText json, IReadOnlyList<string> redact, out ReadOnlySpan<byte> status)
    {
        status = default;
        json.Clear();
        json.BeginObject();
        var count = 0;
        if (bytes.StartsWith(Version) && TryLine(ref bytes, out var first))
        {
            first = first[Version.Length..].Trim((byte)' ');
            status = first[..(first.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : first.Length)];
            for (; TryLine(ref bytes, out var line) && line.IndexOf((byte)':') is >= 0 and var colon; count++)
                json.Text(line[..colon], IsListed(line[..colon], redact) ? Redacted : line[(colon + 1)..].Trim((byte)' '));
        }

        json.EndObject();
        return count;
    }

    private static bool IsListed(ReadOnlySpan<byte> name, IReadOnlyList<string> redact)
    {
        for (var i = 0; i < redact.Count; i++)
            if (System.Text.Ascii.EqualsIgnoreCase(name, redact[i]))
                return true;
        return false;
    }

    private static bool TryLine(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line)
    {
        var end = bytes.IndexOf("\r\n"u8);
        line = end < 0 ? default : bytes[..end];
        bytes = end < 0 ? default : bytes[(end + 2)..];
        return end >= 0;
    }
}
