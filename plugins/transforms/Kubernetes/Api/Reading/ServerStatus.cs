using System.Text.Json;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>What a server says of a request that it does not do: an object of its own kind.</summary>
/// <param name="Code">As of HTTP; 0 where it does not say.</param>
/// <param name="Message">For people; empty where it does not say.</param>
internal readonly record struct ServerStatus(int Code, string Message)
{
    /// <summary>Reads what may be one; null where it is none.</summary>
    public static ServerStatus? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var fields = new JsonFields(json);
            var (code, message, isStatus) = (0, "", false);
            fields.Begin();
            while (fields.Next())
                if (fields.Is("kind"u8))
                    isStatus = fields.Text() == "Status";
                else if (fields.Is("code"u8))
                    code = fields.Number();
                else if (fields.Is("message"u8))
                    message = fields.Text();
                else
                    fields.Skip();
            fields.End();
            return isStatus ? new ServerStatus(code, message) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or UnreadableException)
        {
            return null;
        }
    }
}
