namespace Pipeline.Transforms.Protocols.Http;

/// <summary>What is known of a request that is answered by HTTP/2.</summary>
internal sealed record UpgradedRequest(long Time, byte[] Method, byte[] Target, byte[] Fields, byte[] Body, ulong BodySize, ContentKind Kind, ContentCoding Coding)
{
    public void CopyTo(HttpMessage message)
    {
        message.Clear();
        message.Word.Add(Method);
        message.Target.Add(Target);
        message.Fields.Add(Fields);
        message.Body.Add(Body);
        (message.Major, message.BodySize, message.Kind, message.Coding) = (2, BodySize, Kind, Coding);
    }
}
