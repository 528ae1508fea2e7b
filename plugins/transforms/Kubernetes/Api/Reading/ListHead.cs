using System.Text.Json;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>What stands around the elements of a list, or in a bookmark.</summary>
/// <param name="Version">From where a watch tells what comes after; empty where the server says none.</param>
/// <param name="Continue">How to ask for the next page; empty on the last.</param>
internal readonly record struct ListHead(string Version, string Continue)
{
    /// <exception cref="UnreadableException">It is no list.</exception>
    public static ListHead Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var fields = new JsonFields(json);
            ListHead? head = null;
            fields.Begin();
            while (fields.Next())
                if (fields.Is("metadata"u8))
                    head = Metadata(ref fields);
                else
                    fields.Skip();
            fields.End();
            return head ?? throw new UnreadableException(SkipReason.Missing, "it has no metadata");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnreadableException(SkipReason.Malformed, e.Message, e);
        }
    }

    private static ListHead Metadata(ref JsonFields json)
    {
        var (version, rest) = ("", "");
        if (json.Enter())
            while (json.Next())
                if (json.Is("resourceVersion"u8))
                    version = json.Text();
                else if (json.Is("continue"u8))
                    rest = json.Text();
                else
                    json.Skip();
        return new ListHead(version, rest);
    }
}
