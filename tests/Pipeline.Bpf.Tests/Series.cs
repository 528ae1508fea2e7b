using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Bpf.Maps;

namespace Pipeline.Bpf.Tests;

/// <summary>A row of figures as a test compares it.</summary>
/// <param name="Labels">The labels' values, joined by a space.</param>
/// <param name="Figures">Counters and gauges, in column order.</param>
/// <param name="Histograms">Counts and sum of each histogram, in column order.</param>
internal sealed record Series(string Labels, long[] Figures, (ulong[] Counts, double Sum)[] Histograms)
{
    /// <summary>Reads a map once.</summary>
    internal static List<Series> Read(MetricReader reader, CollectingEmitter emitter, ref ulong sequence)
    {
        var rows = new List<Series>();
        while (reader.Read(emitter, ref sequence))
        {
            foreach (var batch in emitter.Batches)
                for (var row = 0; row < batch.Rows; row++)
                    rows.Add(Of(batch, row));
            emitter.Release();
        }

        return rows;
    }

    /// <summary>Reads the map of a table once, with a reader of its own.</summary>
    internal static List<Series> Read(BpfObject loaded, string table, bool inBatches = true)
    {
        using var reader = new MetricReader(loaded.Metrics.Single(m => m.Spec.Schema.Name == table), inBatches);
        var sequence = 0UL;
        var rows = Read(reader, new CollectingEmitter(), ref sequence);
        Assert.Null(reader.BatchRefusal);
        return rows;
    }

    internal static Series Of(RecordBatch batch, int row)
    {
        var (labels, figures, histograms) = (new List<string>(), new List<long>(), new List<(ulong[], double)>());
        foreach (var (column, ordinal) in batch.Schema.Columns.Select((c, i) => (c, i)))
            if (column.Instrument == Instrument.Histogram)
                histograms.Add(Histogram(batch.Cell(ordinal, row), column.Type));
            else if (column.Instrument is not null)
                figures.Add(MemoryMarshal.Read<long>(batch.Cell(ordinal, row)));
            else if (column.Type.Kind != ColumnKind.Time)
                labels.Add(Label(batch.Cell(ordinal, row)));
        return new Series(string.Join(' ', labels), [.. figures], [.. histograms]);
    }

    private static (ulong[], double) Histogram(ReadOnlySpan<byte> cell, ColumnType type)
    {
        Assert.True(HistogramCell.TryRead(cell, type, out var histogram));
        var counts = histogram.Counts.ToArray();
        Assert.Equal(counts.Aggregate(0UL, (sum, n) => sum + n), histogram.Totals.Count);
        Assert.Equal((double.NaN, double.NaN), (histogram.Totals.Min, histogram.Totals.Max));
        return (counts, histogram.Totals.Sum);
    }

    private static string Label(ReadOnlySpan<byte> cell)
    {
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        cell.CopyTo(wide);
        return MemoryMarshal.Read<ulong>(wide).ToString(CultureInfo.InvariantCulture);
    }
}
