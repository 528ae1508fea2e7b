using System.Globalization;
using Pipeline.Sinks.Stdout.Text;

namespace Pipeline.Sinks.Stdout.Json;

/// <summary>Numbers in JSON, which has none for infinity or NaN: those are the strings "+Inf", "-Inf" and "NaN", so that they differ from a value that is missing.</summary>
internal static class JsonNumber
{
    private const int Longest = 24;

    public static void Write(ByteBuffer output, long value)
    {
        value.TryFormat(output.Reserve(Longest), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public static void Write(ByteBuffer output, ulong value)
    {
        value.TryFormat(output.Reserve(Longest), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    public static void Write(ByteBuffer output, double value)
    {
        if (double.IsFinite(value))
        {
            DoubleText.Write(output, value);
            return;
        }

        output.Append((byte)'"');
        output.Append(DoubleText.NotFinite(value));
        output.Append((byte)'"');
    }
}
