using Pipeline.Sinks.Stdout.Table;
using Pipeline.Sinks.Stdout.Views;
using Pipeline.Text.Json;
using Pipeline.Text.Logfmt;

namespace Pipeline.Sinks.Stdout;

/// <summary>The writer of a table in the format asked for.</summary>
internal static class RowWriters
{
    public static IRowWriter Create(TableSchema table, StdoutOptions options, TableScreen screen, IComponentContext context)
    {
        var ordinals = ColumnSelection.Of(table, options.Columns);
        switch (options.Format)
        {
            case StdoutFormat.Json:
                return new RowLines(JsonRows.Of(table, ordinals));
            case StdoutFormat.Logfmt:
                return new RowLines(LogfmtRows.Of(table, ordinals));
        }

        int[] shown = [.. ordinals.Where(ordinal => options.Columns.Count > 0 || IsShown(table, ordinal))];
        int[] histograms = [.. shown.Where(ordinal => table.Columns[ordinal].Type.Kind == ColumnKind.Histogram)];
        var order = table.Kind == TableKind.Metric ? new MetricColumns(table).SortedBy(options.Sort)?.Ordinal : null;
        TableColumn[] columns =
            [.. shown.Except(histograms).Select(ordinal => new TableColumn(table.Columns[ordinal], ordinal, context.Environment.Time.LocalTimeZone, ordinal == order))];
        return histograms.Length == 0
            ? new TableRowWriter(table, columns, screen, context.Log)
            : new HistogramRowWriter(table.Name, columns, [.. histograms.Select(ordinal => new HistogramBars(table.Columns[ordinal], ordinal))], screen);
    }

    /// <summary>A column with an empty heading is shown only to those who name it, and so is the time of figures, which all rows of a view share.</summary>
    private static bool IsShown(TableSchema table, int ordinal) =>
        table.Columns[ordinal].Heading != "" && (table.Kind != TableKind.Metric || ordinal != MetricColumns.TimeOf(table));
}
