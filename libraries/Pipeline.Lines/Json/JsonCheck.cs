using System.Text.Json;

namespace Pipeline.Lines.Json;

/// <summary>Tells what a line is that cannot become a row: rare, so the framework's reader does it.</summary>
internal static unsafe class JsonCheck
{
    // Deeper than that a line is taken for what it is not.
    private const int MostDepth = 10_000;

    /// <summary>Whether the bytes are one JSON value.</summary>
    public static bool IsValue(byte* start, byte* end)
    {
        var reader = new Utf8JsonReader(new ReadOnlySpan<byte>(start, (int)(end - start)), new JsonReaderOptions { MaxDepth = MostDepth });
        try
        {
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
