using Pipeline.Host.Tests.Doubles;

namespace Pipeline.Host.Tests.Topology;

/// <summary>Sinks and transforms that open something before the first row.</summary>
public sealed class StartingTests
{
    [Fact]
    public async Task A_sink_is_started_once_before_its_first_write()
    {
        var heard = new List<string>();
        var rig = new Rig();
        var source = rig.Source("numbers", 20);
        rig.Sink("sink", () => new StartingSink(heard, () => default), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal(["start", "write", "write", "dispose"], heard);
        Assert.Equal(20, ledger.Of("sink").Out);
    }

    [Fact]
    public async Task A_sink_that_cannot_be_had_drops_its_rows_by_name_and_the_others_go_on()
    {
        var heard = new List<string>();
        var rig = new Rig { Ends = false };
        var source = rig.Source("numbers", 30);
        rig.Sink("port", () => new StartingSink(heard, () => throw new UnavailableException("the port is taken: take another")), Rig.From(source));
        rig.Sink("other", () => ScriptedSink.Null, Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal(["start", "dispose"], heard);
        Assert.Equal((0, 30), (ledger.Of("port").Out, ledger.Of("port").Dropped["unavailable"]));
        Assert.Equal(30, ledger.Of("other").Out);
        Assert.Contains(rig.Log.Lines, line => line.Contains("port cannot run here: the port is taken: take another", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_no_sink_can_be_had_the_pipeline_stops()
    {
        var rig = new Rig { Ends = false };
        // Without an end of its own.
        var source = rig.Source("numbers", () => ScriptedSource.Counting(long.MaxValue, pause: TimeSpan.FromMilliseconds(1)));
        rig.Sink("one", () => new StartingSink([], () => throw new UnavailableException("taken")), Rig.From(source));
        rig.Sink("two", () => new StartingSink([], () => throw new UnavailableException("taken")), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal((0, 0), (ledger.Of("one").Out, ledger.Of("two").Out));
    }

    [Fact]
    public async Task A_sink_that_throws_at_its_start_is_replaced_and_started_again()
    {
        var heard = new List<string>();
        var rig = new Rig();
        var source = rig.Source("numbers", 10);
        var failures = 2;
        rig.Sink("sink", () => new StartingSink(heard, () => failures-- > 0 ? throw new InvalidOperationException("not yet") : default), Rig.From(source));

        var ledger = await rig.RunAsync();
        Assert.Equal(["start", "dispose", "start", "dispose", "start", "write", "dispose"], heard);
        Assert.Equal((10, 2), (ledger.Of("sink").Out, ledger.Of("sink").Restarts));
    }

    [Fact]
    public async Task An_instance_that_replaces_one_is_started_too()
    {
        var heard = new List<string>();
        var rig = new Rig();
        var source = rig.Source("numbers", 20);
        var failures = 1;
        rig.Sink("sink", () => new StartingSink(heard, () => default, () => failures-- > 0 ? throw new InvalidOperationException("broken") : Outcome.Delivered), Rig.From(source));

        await rig.RunAsync();
        Assert.Equal(["start", "write", "dispose", "start", "write", "dispose"], heard);
    }

    [Fact]
    public async Task A_transform_that_throws_at_its_start_is_replaced_while_its_rows_wait()
    {
        var heard = new List<string>();
        var rig = new Rig();
        var source = rig.Source("numbers", 10);
        var failures = 1;
        var transform = rig.Transform("transform", () => new StartingTransform(heard, () => failures-- > 0 ? throw new InvalidOperationException("not yet") : default, (batch, emitter) =>
        {
            heard.Add("process");
            ScriptedTransform.Pass(batch, emitter);
        }), Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(transform));

        var ledger = await rig.RunAsync();
        Assert.Equal(["start", "dispose", "start", "process", "dispose"], heard);
        Assert.Equal((10, 1), (ledger.Of("sink").Out, ledger.Of("transform").Restarts));
    }

    [Fact]
    public async Task A_transform_that_replaces_one_is_started_too()
    {
        var heard = new List<string>();
        var rig = new Rig();
        var source = rig.Source("numbers", 10);
        var transform = rig.Transform("transform", () => new StartingTransform(heard, () => default, (_, _) => throw new InvalidOperationException("broken")), Rig.From(source));
        rig.Sink("sink", () => ScriptedSink.Null, Rig.From(transform));

        var ledger = await rig.RunAsync();
        Assert.Equal(["start", "dispose", "start", "dispose"], heard);
        Assert.Equal(10, ledger.Of("transform").Dropped["exception"]);
    }
}
