using System.Collections.Immutable;

namespace Pipeline.Bpf;

/// <summary>A table of an object: what a record of it looks like in the ring and what rows become of it.</summary>
public sealed record TableSpec
{
    internal TableSpec(TableOutline outline)
    {
        Outline = outline;
        Layout = outline.LayOut(static _ => true);
    }

    /// <summary>The ring its records go to.</summary>
    public required string Ring { get; init; }

    /// <summary>What records of the table begin with: the BTF id of the struct.</summary>
    public required uint Tag { get; init; }

    /// <summary>Bytes of the struct; a record is at least as long.</summary>
    public required int RecordSize { get; init; }

    /// <summary>Where the columns lie in a batch: the struct rounded up to 8, a cell a tail, then extracted bitfields; tails in a heap.</summary>
    public BatchLayout Layout { get; private init; }

    /// <summary>The table as sinks see it.</summary>
    public TableSchema Schema => Layout.Schema;

    internal TableOutline Outline { get; }

    internal ImmutableArray<TailSpec> Tails { get; init; } = [];

    internal ImmutableArray<BitfieldSpec> Bitfields { get; init; } = [];

    /// <summary>Bytes from row to row.</summary>
    internal int Stride => Layout.Strides[0];

    /// <summary>Whether a row is the struct and nothing else.</summary>
    internal bool IsPlain => Tails.IsEmpty && Bitfields.IsEmpty;

    internal TableSpec With(Func<string, bool> isOn) => this with { Layout = Outline.LayOut(isOn) };
}
