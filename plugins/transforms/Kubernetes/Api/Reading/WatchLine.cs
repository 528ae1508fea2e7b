using System.Text.Json;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>A line of a watch, taken apart.</summary>
internal readonly ref struct WatchLine
{
    private WatchLine(WatchEventType type, ReadOnlySpan<byte> value)
    {
        Type = type;
        Object = value;
    }

    public WatchEventType Type { get; }

    /// <summary>What the event is about, as JSON.</summary>
    public ReadOnlySpan<byte> Object { get; }

    /// <exception cref="UnreadableException">It is no event.</exception>
    public static WatchLine Read(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new JsonFields(line);
            string? type = null;
            ReadOnlySpan<byte> value = [];
            json.Begin();
            while (json.Next())
                if (json.Is("type"u8))
                    type = json.Text();
                else if (json.Is("object"u8))
                    value = json.Raw(line);
                else
                    json.Skip();
            json.End();
            return new WatchLine(TypeOf(type), value.Length > 0 ? value : throw new UnreadableException(SkipReason.Missing, "the event has no object"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnreadableException(SkipReason.Malformed, e.Message, e);
        }
    }

    private static WatchEventType TypeOf(string? type) => type switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        "ERROR" => WatchEventType.Error,
        null or "" => throw new UnreadableException(SkipReason.Missing, "the event has no type"),
        _ => throw new UnreadableException(SkipReason.UnknownEvent, $"unknown type of event '{type}'"),
    };
}
