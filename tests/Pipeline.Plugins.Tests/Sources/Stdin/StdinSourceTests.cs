using System.Globalization;
using System.IO.Pipes;
using System.Text;
using Pipeline.Lines;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sources.Stdin;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Stdin;

public sealed class StdinSourceTests
{
    [Fact]
    public async Task Lines_come_as_they_are_written_and_the_last_needs_no_end()
    {
        using var run = new SourceRun();
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var running = RunAsync(run, writer, new StdinOptions(), TestContext.Current.CancellationToken);
        foreach (var piece in (string[])["one\ntw", "o\r\n", "\nthr", "ee"])
        {
            await writer.WriteAsync(Encoding.UTF8.GetBytes(piece), TestContext.Current.CancellationToken);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await writer.DisposeAsync();
        await running;
        Assert.Equal([("0", "one"), ("4", "two"), ("9", ""), ("10", "three")], Messages(run));
    }

    [Fact]
    public async Task A_stop_ends_a_wait_for_a_writer_that_writes_nothing()
    {
        using var run = new SourceRun();
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var stop = new CancellationTokenSource();
        var running = RunAsync(run, writer, new StdinOptions(), stop.Token);
        await writer.WriteAsync("one\nhalf a line"u8.ToArray(), TestContext.Current.CancellationToken);
        while (run.Flushed == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        Assert.Equal([("0", "one")], Messages(run));
    }

    [Fact]
    public async Task A_line_of_100_MB_is_counted_and_passed_over()
    {
        using var run = new SourceRun();
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var running = RunAsync(run, writer, new StdinOptions(), TestContext.Current.CancellationToken);
        await Task.Run(
            () =>
            {
                var piece = Enumerable.Repeat((byte)'x', 1_000_000).ToArray();
                writer.Write("before\n"u8);
                for (var i = 0; i < 100; i++)
                    writer.Write(piece);
                writer.Write("\nafter\n"u8);
                writer.Dispose();
            },
            TestContext.Current.CancellationToken);
        await running;
        Assert.Equal([("0", "before"), ("100000008", "after")], Messages(run));
        Assert.Equal(1, run.Tally.Dropped["line_too_long"]);
    }

    [Fact]
    public async Task Lines_that_are_not_JSON_are_kept_as_messages()
    {
        using var run = new SourceRun();
        await using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var running = RunAsync(run, writer, new StdinOptions { Format = LineFormat.Json }, TestContext.Current.CancellationToken);
        await writer.WriteAsync("{\"a\":1}\nnot json\n[1]\n \n"u8.ToArray(), TestContext.Current.CancellationToken);
        await writer.DisposeAsync();
        await running;
        var batch = Assert.Single(run.Batches);
        var attributes = batch.Schema.Ordinal("attributes");
        Assert.Equal(3, batch.Rows);
        Assert.True(new AttributeMap(batch.Cell(attributes, 1)).TryGet("parse_error"u8, out var error));
        Assert.Equal("not_json", Encoding.UTF8.GetString(error.Bytes));
        Assert.True(new AttributeMap(batch.Cell(attributes, 2)).TryGet("message"u8, out var message));
        Assert.Equal("[1]", Encoding.UTF8.GetString(message.Bytes));
    }

    private static Task RunAsync(SourceRun run, AnonymousPipeServerStream writer, StdinOptions options, CancellationToken stop)
    {
        var descriptor = int.Parse(writer.GetClientHandleAsString(), CultureInfo.InvariantCulture);
        var source = new StdinSource(options with { Descriptor = descriptor }, new LentContext());
        return Task.Run(() => source.RunAsync(run, stop), CancellationToken.None);
    }

    private static IEnumerable<(string Sequence, string Message)> Messages(SourceRun run) =>
        from batch in run.Batches
        let message = batch.Schema.Ordinal("message")
        from row in Enumerable.Range(0, batch.Rows)
        select (batch.Sequence(row).ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetString(batch.Text(message, row)));
}
