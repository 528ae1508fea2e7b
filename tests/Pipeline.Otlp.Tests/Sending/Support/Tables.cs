using Pipeline.Otlp.Tests.Encoding;

namespace Pipeline.Otlp.Tests.Sending.Support;

/// <summary>A table for each signal, and batches of them.</summary>
internal static class Tables
{
    public static TableSchema Events { get; } = new("visits", TableKind.Event, [new("time", ColumnType.Time), new("number", ColumnType.I64), new("text", ColumnType.Utf8)]);

    public static TableSchema Figures { get; } =
        new("requests", TableKind.Metric, [new("path", ColumnType.Utf8), new("served", ColumnType.U64) { Unit = "1", Instrument = Instrument.Counter }]);

    /// <summary>Two points a row.</summary>
    public static TableSchema PairedFigures { get; } = new(
        "transfers",
        TableKind.Metric,
        [
            new("path", ColumnType.Utf8),
            new("sent", ColumnType.U64) { Unit = "By", Instrument = Instrument.Counter },
            new("received", ColumnType.U64) { Unit = "By", Instrument = Instrument.Counter },
        ]);

    public static TableSchema Spans { get; } = new(
        "calls",
        TableKind.Span,
        [new("time", ColumnType.Time), new("latency_ns", ColumnType.Duration), new("status", ColumnType.I32), new("path", ColumnType.Utf8)])
    {
        Span = new SpanColumns("time", "latency_ns", "status", "path"),
    };

    public static TableSchema[] All { get; } = [Events, Figures, PairedFigures, Spans];

    /// <summary>Log records, numbered from 0.</summary>
    public static RecordBatch EventRows(int rows) => EventRows(rows, 10);

    /// <summary>Log records, numbered from 0, each with a text of so many characters.</summary>
    public static RecordBatch EventRows(int rows, int characters) => Make(Events, rows, i => [1_000L, i, new string('x', characters)]);

    public static RecordBatch FigureRows(int rows) => Make(Figures, rows, i => [$"/{i}", i]);

    public static RecordBatch PairedFigureRows(int rows) => Make(PairedFigures, rows, i => [$"/{i}", i, i]);

    public static RecordBatch SpanRows(int rows) => Make(Spans, rows, i => [1_000L, 5L, 0, $"/{i}"]);

    /// <summary>Log records with texts of the lengths given.</summary>
    public static RecordBatch EventRowsOf(params int[] characters) => Make(Events, characters.Length, i => [1_000L, i, new string('x', characters[i])]);

    private static RecordBatch Make(TableSchema table, int rows, Func<int, object?[]> row)
    {
        using var made = new Rows(table);
        for (var i = 0; i < rows; i++)
            made.Add(row(i));
        return made.Build();
    }
}
