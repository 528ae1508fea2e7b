using System.Text.Json;

namespace Pipeline.Servers.Collector.Counting;

/// <summary>Counts the rows of an export request in JSON: the objects of the arrays that hold them.</summary>
public static class JsonRowCounter
{
    /// <summary>Rows in a JSON message; -1 where it is none.</summary>
    public static int Count(Signal signal, ReadOnlySpan<byte> message)
    {
        var name = signal switch { Signal.Metrics => "dataPoints"u8, Signal.Logs => "logRecords"u8, _ => "spans"u8 };
        var reader = new Utf8JsonReader(message);
        var rows = 0;
        try
        {
            while (reader.Read())
                if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name))
                    rows += Objects(ref reader);
        }
        catch (JsonException)
        {
            return -1;
        }

        return rows;
    }

    private static int Objects(ref Utf8JsonReader reader)
    {
        var objects = 0;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            objects++;
            reader.Skip();
        }

        return objects;
    }
}
