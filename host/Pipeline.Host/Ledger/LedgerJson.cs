using System.Text.Json;

namespace Pipeline.Host.Ledger;

/// <summary>The ledger as <c>--ledger FILE</c> writes it.</summary>
internal static class LedgerJson
{
    public static void Write(LedgerSnapshot ledger, Stream destination)
    {
        using var json = new Utf8JsonWriter(destination, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteBoolean("balanced", ledger.Balanced);
        json.WriteStartArray("components");
        foreach (var component in ledger.Components)
            Write(json, component);
        json.WriteEndArray();
        json.WriteStartArray("edges");
        foreach (var edge in ledger.Edges)
            Write(json, edge);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ComponentEntry component)
    {
        json.WriteStartObject();
        json.WriteString("name", component.Name);
        json.WriteString("kind", component.Kind.ToString().ToLowerInvariant());
        json.WriteNumber("in", component.In);
        json.WriteNumber("created", component.Created);
        json.WriteNumber("out", component.Out);
        json.WriteNumber("filtered", component.Filtered);
        json.WriteNumber("consumed", component.Consumed);
        Write(json, "dropped", component.Dropped);
        json.WriteNumber("in_flight", component.InFlight);
        json.WriteNumber("restarts", component.Restarts);
        json.WriteNumber("retried", component.Retried);
        Write(json, "tables", component.Tables);
        if (component.Kernel is { } kernel)
        {
            json.WriteStartObject("kernel");
            json.WriteNumber("attempted", kernel.Attempted);
            json.WriteNumber("submitted", kernel.Submitted);
            json.WriteNumber("aggregated", kernel.Aggregated);
            Write(json, "discarded", kernel.Discarded);
            Write(json, "lost", kernel.Lost);
            json.WriteNumber("in_ring", kernel.InRing);
            json.WriteNumber("entries", kernel.Entries);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, EdgeEntry edge)
    {
        json.WriteStartObject();
        json.WriteString("from", edge.From);
        json.WriteString("to", edge.To);
        json.WriteNumber("in", edge.In);
        json.WriteNumber("out", edge.Out);
        Write(json, "dropped", edge.Dropped);
        json.WriteNumber("in_flight", edge.InFlight);
        json.WriteNumber("stored", edge.Stored);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, long>> counts)
    {
        json.WriteStartObject(name);
        foreach (var (key, rows) in counts)
            json.WriteNumber(key, rows);
        json.WriteEndObject();
    }
}
