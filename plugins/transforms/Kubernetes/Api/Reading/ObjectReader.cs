using System.Text.Json;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>Makes an object of its JSON. Stateless: for any thread.</summary>
internal abstract class ObjectReader
{
    /// <summary>Reads one object.</summary>
    /// <exception cref="UnreadableException">It is not what it should be.</exception>
    public virtual ClusterObject Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var fields = new JsonFields(json);
            fields.Begin();
            var made = Read(ref fields);
            fields.End();
            return made;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnreadableException(SkipReason.Malformed, e.Message, e);
        }
    }

    /// <summary>The metadata, with what tells the object from others.</summary>
    protected static Metadata Required(Metadata? metadata) => metadata?.Checked() ?? throw new UnreadableException(SkipReason.Missing, "it has no metadata");

    /// <summary>Reads the fields of the object that was begun, to its end.</summary>
    protected abstract ClusterObject Read(ref JsonFields json);
}
