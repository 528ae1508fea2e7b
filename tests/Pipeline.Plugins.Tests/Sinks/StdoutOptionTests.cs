using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.Null;
using Pipeline.Sinks.Stdout;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks;

public sealed class StdoutOptionTests
{
    [Fact]
    public void A_column_that_no_input_has_is_an_error_that_offers_those_there_are()
    {
        using var output = new CapturedOutput();
        var error = Assert.Throws<OptionException>(() => StdoutRun.Bind(new StdoutOptions { Columns = ["comm", "pidd"] }, output, Samples.Biosnoop));
        Assert.Equal("columns", error.Key);
        Assert.Equal("pidd", error.Word);
        Assert.Equal(["time", "comm", "pid", "disk", "operation", "sector", "bytes", "latency_ns"], error.Accepted);
        Assert.Equal("no input has such a column (got 'pidd', expected time, comm, pid, disk, operation, sector, bytes, latency_ns)", error.Message);
    }

    [Fact]
    public void A_column_named_twice_is_an_error()
    {
        using var output = new CapturedOutput();
        var error = Assert.Throws<OptionException>(() => StdoutRun.Bind(new StdoutOptions { Columns = ["pid", "pid"] }, output, Samples.Biosnoop));
        Assert.Equal("a column is named once (got 'pid' twice)", error.Message);
    }

    [Fact]
    public void A_column_of_one_of_several_inputs_is_enough()
    {
        using var output = new CapturedOutput();
        using var sink = StdoutRun.Bind(new StdoutOptions { Columns = ["disk", "ppid"] }, output, Samples.Biosnoop, Samples.Execsnoop);
        Assert.NotNull(sink);
    }

    [Fact]
    public async Task The_null_sink_delivers_at_once()
    {
        var batch = Samples.Execs((0, "a", 1, 1, 0, []));
        var sink = new NullSink(new NullOptions(), new LentContext());
        sink.Bind([batch.Schema]);
        Assert.Equal(Outcome.Delivered, await sink.WriteAsync(batch, TestContext.Current.CancellationToken));
    }
}
