using Pipeline.Text;

namespace Pipeline.Otlp.Values;

/// <summary>Buffers that the columns of an encoder take turns in, each while it writes a cell. One thread at a time.</summary>
internal sealed class Workspace
{
    // Times 64 is what is kept for the next: larger values are rare enough to pay for their own arrays.
    private const int Capacity = 16 << 10;

    public Workspace()
    {
        Texts = new TextRepair(Losses);
        Keys = new TextRepair(Losses);
        Nested = new NestedValues(Keys, Texts);
    }

    /// <summary>Counts for all of them.</summary>
    public EncodingLosses Losses { get; } = new();

    /// <summary>A value whose length must be known before it is written.</summary>
    public ByteBuffer Value { get; } = new(Capacity);

    /// <summary>Repairs texts.</summary>
    public TextRepair Texts { get; }

    /// <summary>Repairs keys, which are at hand together with texts.</summary>
    public TextRepair Keys { get; }

    /// <summary>Writes what is in maps.</summary>
    public NestedValues Nested { get; }
}
