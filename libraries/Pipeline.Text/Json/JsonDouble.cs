namespace Pipeline.Text.Json;

/// <summary>Doubles in JSON, which has none for infinity or NaN: those are the strings "+Inf", "-Inf" and "NaN", so that they differ from a value that is missing.</summary>
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
