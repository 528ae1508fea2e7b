using Pipeline.Transforms.Kubernetes.Columns;

namespace Pipeline.Transforms.Kubernetes.Figures;

/// <summary>Counts what rows go on as.</summary>
internal sealed class CountingEmitter : IEmitter
{
    private readonly long[] _rows = new long[Enum.GetValues<Match>().Length];
    private IEmitter? _emitter;

    public Arena Arena => _emitter!.Arena;

    public Tally Tally => _emitter!.Tally;

    /// <summary>Rows whose other end was named.</summary>
    public long Remote { get; private set; }

    /// <summary>Rows that went on so.</summary>
    public long this[Match match] => _rows[(int)match];

    /// <summary>The emitter of a call, with the counting before it.</summary>
    public CountingEmitter Of(IEmitter emitter)
    {
        _emitter = emitter;
        return this;
    }

    public void Emit(RecordBatch batch)
    {
        if (batch.Schema.Ordinal(OwnColumns.Match.Name) is >= 0 and var match)
            CountMatches(batch.Column<byte>(match));
        if (batch.Schema.Ordinal(RemoteColumns.Namespace) is >= 0 and var space)
            CountRemotes(batch.Column<HeapCell>(space), batch.Column<HeapCell>(batch.Schema.Ordinal(RemoteColumns.Node)));
        _emitter!.Emit(batch);
    }

    private void CountMatches(ColumnView<byte> matches)
    {
        for (var row = 0; row < matches.Count; row++)
            _rows[matches[row]]++;
    }

    // Pods and services have a namespace, nodes a name.
    private void CountRemotes(ColumnView<HeapCell> spaces, ColumnView<HeapCell> nodes)
    {
        for (var row = 0; row < spaces.Count; row++)
            Remote += spaces[row].Length > 0 || nodes[row].Length > 0 ? 1 : 0;
    }
}
