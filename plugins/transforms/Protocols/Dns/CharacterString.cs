using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Texts in records, as master files have them.</summary>
internal static class CharacterString
{
    /// <summary>Adds a text in quotes; what is not printable, and quotes and backslashes, are escaped.</summary>
    public static void Add(ReadOnlySpan<byte> bytes, TextBuffer text)
    {
        text.Add((byte)'"');
        foreach (var b in bytes)
            Add(b, text);
        text.Add((byte)'"');
    }

    private static void Add(byte b, TextBuffer text)
    {
        if (b is < (byte)' ' or > (byte)'~')
        {
            text.Add((byte)'\\');
            text.Add(b, 3);
            return;
        }

        if (b is (byte)'"' or (byte)'\\')
            text.Add((byte)'\\');
        text.Add(b);
    }
}
