using System.Buffers;
using System.Text;

namespace Pipeline.Text.Logfmt;

/// <summary>A logfmt value: bare if it can be, else in double quotes with the escapes of <see cref="SafeText"/> and <c>\"</c>.</summary>
internal static class LogfmtText
{
    private static readonly SearchValues<byte> Bare = SearchValues.Create([.. SafeText.Printable(' ', '"', '=', '\\')]);

    public static void Write(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        if (SafeText.IsBare(text, Bare))
        {
            output.Append(text);
            return;
        }

        output.Append((byte)'"');
        var fitter = new TextFitter(output);
        SafeText.Write(ref fitter, text, inQuotes: true);
        output.Append((byte)'"');
    }

    /// <summary>A whole value.</summary>
    public static byte[] Value(string text)
    {
        var output = new ByteBuffer(text.Length + 2);
        Write(output, Encoding.UTF8.GetBytes(text));
        return output.Written.ToArray();
    }

    /// <summary>A key: logfmt cannot quote one, so what would end it becomes an underscore.</summary>
    public static byte[] Key(string name) => Encoding.UTF8.GetBytes([.. name.Select(c => c is > ' ' and < (char)0x7f and not '=' and not '"' ? c : '_')]);

    /// <summary>The same of a key that is UTF-8 or not.</summary>
    public static void WriteKey(ByteBuffer output, ReadOnlySpan<byte> name)
    {
        var key = output.Reserve(name.Length)[..name.Length];
        for (var i = 0; i < name.Length; i++)
            key[i] = name[i] is > (byte)' ' and < 0x7f and not (byte)'=' and not (byte)'"' ? name[i] : (byte)'_';
        output.Advance(name.Length);
        if (name.IsEmpty)
            output.Append((byte)'_');
    }
}
