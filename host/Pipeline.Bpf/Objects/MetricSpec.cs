using System.Collections.Immutable;

namespace Pipeline.Bpf;

/// <summary>A table of figures: what an entry of its map looks like and what row becomes of it. The map has the table's name.</summary>
public sealed record MetricSpec
{
    internal MetricSpec(TableOutline outline)
    {
        Outline = outline;
        Layout = outline.LayOut(static _ => true);
    }

    /// <summary>Bytes of a key: 4 in an array, whose only label is the index.</summary>
    public required int KeySize { get; init; }

    /// <summary>Bytes of a value; in a per-CPU map of that of one CPU.</summary>
    public required int ValueSize { get; init; }

    /// <summary>Entries the map has room for unless set otherwise.</summary>
    public required long Entries { get; init; }

    /// <summary>Whether the map is an array: each index has an entry from the start, and no key can be added.</summary>
    public required bool IsArray { get; init; }

    /// <summary>Whether each CPU has values of its own, which a row puts together.</summary>
    public required bool IsPerCpu { get; init; }

    /// <summary>Where the columns lie in a batch: the two times, the key rounded up to 8, then 8 bytes a figure; histograms in a heap.</summary>
    public BatchLayout Layout { get; private init; }

    /// <summary>The table as sinks see it.</summary>
    public TableSchema Schema => Layout.Schema;

    internal TableOutline Outline { get; }

    internal ImmutableArray<FigureSpec> Figures { get; init; } = [];

    internal ImmutableArray<HistogramSpec> Histograms { get; init; } = [];

    /// <summary>Where in a value it stands since when nothing is counted in the entry any more (nanoseconds since boot; 0: it goes on); -1 where no entry ends.</summary>
    internal int EndedOffset { get; init; } = -1;

    /// <summary>Bytes from row to row.</summary>
    internal int Stride => Layout.Strides[0];

    /// <summary>Bytes in the heap a row.</summary>
    internal int HeapStride { get; init; }

    internal MetricSpec With(Func<string, bool> isOn) => this with { Layout = Outline.LayOut(isOn) };
}
