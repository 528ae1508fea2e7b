using System.Text.Json;

namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>Walks JSON that others wrote, for a few of its values.</summary>
internal static class JsonState
{
    /// <summary>Reads a value from its first token to its last.</summary>
    public delegate T Read<out T>(ref Utf8JsonReader json);

    /// <summary>Reads; false for what is no JSON, or not all of it.</summary>
    public static bool TryRead<T>(ReadOnlySpan<byte> text, Read<T> read, out T value)
    {
        value = default!;
        try
        {
            var json = new Utf8JsonReader(text);
            if (!json.Read())
                return false;
            value = read(ref json);
            while (json.Read())
                json.Skip();
            return true;
        }
        // The latter is what names and texts throw that are no UTF-8.
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Moves to the value of the next property of the object that the reader is in, or behind the object; false there.</summary>
    public static bool NextProperty(ref Utf8JsonReader json, out string name)
    {
        name = "";
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName)
            return false;
        name = json.GetString()!;
        return json.Read();
    }

    /// <summary>The text that the reader is on, or empty for any other value, which is skipped.</summary>
    public static string Text(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
            return json.GetString()!;
        json.Skip();
        return "";
    }
}
