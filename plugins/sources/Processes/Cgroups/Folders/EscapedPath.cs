namespace Pipeline.Sources.Processes.Cgroups.Folders;

/// <summary>Paths in /proc/PID/mountinfo, where a space, tab, newline or backslash is written as three octal digits behind a backslash.</summary>
internal static class EscapedPath
{
    internal static byte[] Decode(ReadOnlySpan<byte> text)
    {
        var path = new byte[text.Length];
        var length = 0;
        while (!text.IsEmpty)
        {
            var isEscape = text is [(byte)'\\', >= (byte)'0' and <= (byte)'3', >= (byte)'0' and <= (byte)'7', >= (byte)'0' and <= (byte)'7', ..];
            path[length++] = isEscape ? (byte)(((text[1] - '0') << 6) | ((text[2] - '0') << 3) | (text[3] - '0')) : text[0];
            text = text[(isEscape ? 4 : 1)..];
        }

        return path[..length];
    }
}
