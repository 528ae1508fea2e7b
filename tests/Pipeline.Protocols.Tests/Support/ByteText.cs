using System.Text;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Bytes in texts of which each character is one, as <see cref="Talk.Ask"/> takes them.</summary>
internal static class ByteText
{
    public static string U8(int value) => $"{(char)(value & 0xFF)}";

    /// <summary>Two bytes, the high one first.</summary>
    public static string U16(int value) => U8(value >> 8) + U8(value);

    public static string U32(uint value) => U16((int)(value >> 16)) + U16((int)value);

    public static string U64(ulong value) => U32((uint)(value >> 32)) + U32((uint)value);

    /// <summary>The bytes of a text in UTF-8.</summary>
    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
