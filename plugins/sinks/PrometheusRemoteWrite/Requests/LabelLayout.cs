using Pipeline.Metrics.Binding;
using Pipeline.Metrics.Labels;

namespace Pipeline.Sinks.PrometheusRemoteWrite.Requests;

/// <summary>The labels of a table's series in the order of their names, byte by byte, which the protocol demands: those of columns, constant ones, and where the others go.</summary>
internal sealed class LabelLayout
{
    private static readonly byte[] Empty = [];

    private readonly (SymbolText Name, byte[] Value, int Cell)[] _labels;
    private readonly (int Start, int Length)[] _cells;
    private byte[] _key = Empty;

    public LabelLayout(TableBinding table, IReadOnlyList<ConstantLabel> constants)
    {
        const int NoCell = -1;
        var labels = table.LabelNames.Select((name, i) => (name, Empty, i)).Concat(constants.Select(label => (label.NameUtf8, label.ValueUtf8, NoCell))).ToArray();
        Array.Sort(labels, (one, other) => one.Item1.AsSpan().SequenceCompareTo(other.Item1));
        _labels = [.. labels.Select(label => (new SymbolText(label.Item1), label.Item2, label.Item3))];
        _cells = new (int, int)[table.LabelNames.Length];
        (NameAt, BoundAt) = (Before("__name__"u8), Before("le"u8));
    }

    /// <summary>How many labels there are, those without a value among them.</summary>
    public int Count => _labels.Length;

    /// <summary>Before which of them that with the metric's name goes.</summary>
    public int NameAt { get; }

    /// <summary>Before which of them that with a bucket's bound goes, behind the name.</summary>
    public int BoundAt { get; }

    /// <summary>Turns to a series.</summary>
    /// <param name="key">Its labels, as <see cref="LabelValues"/> reads them.</param>
    public void Open(byte[] key)
    {
        _key = key;
        var (i, start) = (0, 0);
        foreach (var value in new LabelValues(key))
        {
            start += sizeof(int);
            _cells[i++] = (start, value.Length);
            start += value.Length;
        }
    }

    public SymbolText Name(int label) => _labels[label].Name;

    /// <summary>The value; empty where the series does not have this label.</summary>
    public ReadOnlySpan<byte> Value(int label)
    {
        var (_, value, cell) = _labels[label];
        return cell < 0 ? value : _key.AsSpan(_cells[cell].Start, _cells[cell].Length);
    }

    private int Before(ReadOnlySpan<byte> name)
    {
        var i = 0;
        while (i < _labels.Length && _labels[i].Name.Utf8.AsSpan().SequenceCompareTo(name) < 0)
            i++;
        return i;
    }
}
