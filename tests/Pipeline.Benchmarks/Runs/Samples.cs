namespace Pipeline.Benchmarks.Runs;

/// <summary>One figure, measured once a round.</summary>
internal sealed class Samples
{
    private readonly List<double> _values = [];

    internal double Min => _values.Min();

    internal double Max => _values.Max();

    internal double Median
    {
        get
        {
            var sorted = _values.Order().ToArray();
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    internal void Add(double value) => _values.Add(value);
}
