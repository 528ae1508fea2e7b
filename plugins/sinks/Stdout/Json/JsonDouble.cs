using Pipeline.Sinks.Stdout.Text;

namespace Pipeline.Sinks.Stdout.Json;

/// <summary>Doubles in JSON, which has no number for infinity or NaN: those are strings, so that they differ from a value that is missing.</summary>
internal static class JsonDouble
{
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
