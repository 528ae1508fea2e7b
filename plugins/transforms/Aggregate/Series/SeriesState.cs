using Pipeline.Grouping;

namespace Pipeline.Transforms.Aggregate.Series;

/// <summary>What a series told last: a part for each aggregation that is of running totals.</summary>
internal sealed unsafe class SeriesState : RecordState
{
    private int _size;

    public override int Size => _size;

    /// <summary>Adds a part and returns where it lies. Before any series is kept.</summary>
    public int Add(int bytes)
    {
        var offset = _size;
        _size += (bytes + sizeof(ulong) - 1) & -sizeof(ulong);
        return offset;
    }

    public override void Begin(byte* state) => new Span<byte>(state, _size).Clear();
}
