using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Stdout;
using Pipeline.Sinks.Stdout.Output;

namespace Pipeline.Plugins.Tests.Sinks;

/// <summary>Runs a sink over batches and answers what it wrote.</summary>
internal static class StdoutRun
{
    public static byte[] Bytes(StdoutOptions options, TerminalSize? size, params IReadOnlyList<RecordBatch> batches)
    {
        using var output = new CapturedOutput(size);
        using var sink = Bind(options, output, [.. batches.Select(batch => batch.Schema)]);
        foreach (var batch in batches)
            sink.Write(batch, CancellationToken.None);
        sink.Flush(isLast: true, CancellationToken.None);
        return output.Bytes;
    }

    public static string Text(StdoutOptions options, params IReadOnlyList<RecordBatch> batches) => Encoding.UTF8.GetString(Bytes(options, null, batches));

    public static string Text(StdoutOptions options, TerminalSize? size, params IReadOnlyList<RecordBatch> batches) =>
        Encoding.UTF8.GetString(Bytes(options, size, batches));

    public static StdoutSink Bind(StdoutOptions options, IRowOutput output, params IReadOnlyList<TableSchema> tables) => Bind(options, output, NewClock(), tables);

    public static StdoutSink Bind(StdoutOptions options, IRowOutput output, ClockIn clock, params IReadOnlyList<TableSchema> tables)
    {
        var sink = new StdoutSink(options, new LentContext(clock), () => output);
        sink.Bind(tables);
        return sink;
    }

    /// <summary>A clock two hours ahead of UTC.</summary>
    public static ClockIn NewClock() => new(TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), null, null));
}
