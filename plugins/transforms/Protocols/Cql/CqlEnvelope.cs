using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What is known of an envelope. Used again for the next.</summary>
internal sealed class CqlEnvelope
{
    public CqlHeader Header { get; set; }

    /// <summary>When its first byte was moved.</summary>
    public long Time { get; set; }

    /// <summary>The first bytes of the body, as sent until it is whole, decompressed then.</summary>
    public ByteList Kept { get; } = new();

    /// <summary>Bytes that its connection is charged with.</summary>
    public int Charged { get; set; }

    public int Memory => Kept.Capacity;

    public void Clear()
    {
        Kept.Clear();
        Header = default;
    }
}
