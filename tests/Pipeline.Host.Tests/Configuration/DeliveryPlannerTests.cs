using Pipeline.Host.Delivery;
using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Configuration;

/// <summary>How the host delivers to a sink, as the user says it, and what is said about each mistake.</summary>
public sealed class DeliveryPlannerTests
{
    private const string Sources = "[sources.numbers]\ntype = \"counter\"\n";
    private const string Keeper = "[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"numbers\"]\n";
    private const string Bulk = "[sinks.s]\ntype = \"bulk\"\ninputs = [\"numbers\"]\n";
    private const string Dead = "[sinks.dead]\ntype = \"keeper\"\nfile = \"/dev/null\"\n";

    private readonly Desk _desk = new();

    [Fact]
    public async Task What_is_not_said_is_the_hosts_default_and_the_sinks_choice()
    {
        Assert.Equal(new DeliveryPlan(), await DeliveryOfAsync(Keeper));
        Assert.Equal(new DeliveryPlan { Batch = new(1_000, new ByteSize(1 << 20), TimeSpan.FromSeconds(1)), MostWrites = 4 }, await DeliveryOfAsync(Bulk));
    }

    [Fact]
    public async Task Each_key_may_be_said_alone()
    {
        Assert.Equal(
            new DeliveryPlan { Retry = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromHours(1)) },
            await DeliveryOfAsync(Keeper + "retry.initial = \"1s\"\nretry.for = \"1h\"\n"));
        Assert.Equal(
            new DeliveryPlan { Batch = new(7, new ByteSize(1 << 20), TimeSpan.Zero), MostWrites = 2 },
            await DeliveryOfAsync(Bulk + "concurrency = 2\n[sinks.s.batch]\nrows = 7\ntime = \"0s\"\n"));
        Assert.Equal(new ByteSize(5), (await DeliveryOfAsync(Bulk + "batch = { bytes = \"5B\" }\n")).Batch!.Bytes);
    }

    [Theory]
    [InlineData(Keeper + "batch.time = \"1s\"", "p.toml:7:14: sinks.s.batch.time: 'keeper' is given batch by batch, so there is nothing to gather: leave it out")]
    [InlineData(Keeper + "concurrency = 2", "p.toml:7:15: sinks.s.concurrency: 'keeper' can have one write under way only: leave it out")]
    [InlineData(Bulk + "concurrency = 0", "p.toml:6:15: sinks.s.concurrency: too small (got 0, expected at least 1)")]
    [InlineData(Bulk + "batch.rows = 0", "p.toml:6:14: sinks.s.batch.rows: too small (got 0, expected at least 1)")]
    [InlineData(Bulk + "batch = 5", "p.toml:6:9: sinks.s.batch: wrong type (got an integer, expected a table)")]
    [InlineData(Keeper + "retry.intial = \"1s\"", "p.toml:7:7: sinks.s.retry.intial: unknown key (expected one of for, initial, max); did you mean initial?")]
    [InlineData(Keeper + "retry.max = \"100ms\"", "p.toml:7:13: sinks.s.retry.max: shorter than the shortest wait (got 100ms, expected at least initial's 200ms)")]
    [InlineData(Keeper + "retry.initial = 5", "p.toml:7:17: sinks.s.retry.initial: wrong type (got an integer, expected a duration like \"10ms\" or \"1h30m\")")]
    [InlineData(Bulk + "most = 0", "p.toml:3:8: sinks.s: the plugin cannot be used: it wants 0 writes under way")]
    public async Task A_mistake_is_one_message_at_its_place(string toml, string message)
    {
        Assert.Null(await _desk.PlanAsync(Sources + toml));
        Assert.Equal([message], _desk.Messages);
    }

    [Fact]
    public async Task A_dead_letter_end_comes_after_who_feeds_it_needs_no_inputs_and_drops_when_it_is_full()
    {
        var plan = await _desk.PlanAsync(Sources + Dead + Keeper + "on_reject = \"dead\"\n");
        Assert.Empty(_desk.Messages);
        Assert.Equal(["numbers", "s", "dead"], plan!.Components.Select(c => c.Name));
        var edge = plan.Components[2].Inputs.Single();
        Assert.Equal((plan.Components[1], WhenFull.DropNewest, "s"), (edge.From, edge.WhenFull, edge.FromName));
        Assert.Equal(["rejected_by", "reject_reason"], edge.Schema.Columns[^2..].Select(c => c.Name));
        Assert.Equal("numbers", edge.Schema.Name);
    }

    [Fact]
    public async Task Its_own_policy_goes_before_the_default_and_several_sinks_may_share_it()
    {
        var plan = await _desk.PlanAsync(
            Sources + Keeper + "on_reject = \"all\"\n" + Keeper.Replace("sinks.s", "sinks.t", StringComparison.Ordinal) + "on_reject = \"all\"\n"
            + "[transforms.all]\ntype = \"pass\"\nwhen_full = \"block\"\n[sinks.end]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"all\"]\n");
        Assert.Empty(_desk.Messages);
        var all = plan!.Components.Single(c => c.Name == "all");
        Assert.Equal(["s", "t"], all.Inputs.Select(i => i.From.Name));
        Assert.All(all.Inputs, i => Assert.Equal(WhenFull.Block, i.WhenFull));
        Assert.Single(all.InputSchemas);
    }

    [Fact]
    public async Task A_run_with_a_dead_letter_end_balances()
    {
        var ledger = await _desk.RunAsync("[sources.numbers]\ntype = \"counter\"\nrows = 100\n" + Dead + Keeper + "on_reject = \"dead\"\n");
        Assert.Equal((100, 0), (ledger.Of("s").Out, ledger.Of("dead").In));
    }

    [Theory]
    [InlineData(Keeper + "on_reject = \"ded\"\n" + Dead + "inputs = [\"numbers\"]\n", "p.toml:7:13: sinks.s.on_reject: there is no sink or transform 'ded' (expected one of dead); did you mean \"dead\"?")]
    [InlineData(Keeper + "on_reject = \"s\"\n", "p.toml:7:13: sinks.s.on_reject: 's' cannot take what it has refused itself (there is no other one)")]
    [InlineData(Keeper + "on_reject = \"numbers\"\n", "p.toml:7:13: sinks.s.on_reject: 'numbers' is a source, which takes nothing (there is no other one)")]
    [InlineData(Keeper + "on_reject = \"dead\"\n" + Dead + "inputs = [\"numbers\"]\n", "p.toml:7:13: sinks.s.on_reject: 's' and 'numbers' have different tables of the name 'numbers'")]
    [InlineData(
        "[sinks.a]\ntype = \"keeper\"\nfile = \"/dev/null\"\non_reject = \"b\"\n[sinks.b]\ntype = \"keeper\"\nfile = \"/dev/null\"\non_reject = \"a\"\ninputs = [\"numbers\"]\n",
        "p.toml:6:13: sinks.a.on_reject: 'b' feeds itself through 'a': components may not form a circle")]
    [InlineData(
        "[transforms.t]\ntype = \"pass\"\ninputs = [\"numbers\"]\n[sinks.s]\ntype = \"keeper\"\nfile = \"/dev/null\"\ninputs = [\"t\"]\non_reject = \"t\"\n",
        "p.toml:9:11: sinks.s.inputs[0]: 's' feeds itself through 't': components may not form a circle")]
    public async Task A_dead_letter_end_that_cannot_be_is_one_message_at_its_place(string toml, string message)
    {
        Assert.Null(await _desk.PlanAsync(Sources + toml));
        Assert.Equal([message], _desk.Messages);
    }

    private static async Task<DeliveryPlan> DeliveryOfAsync(string sink)
    {
        var desk = new Desk();
        var plan = await desk.PlanAsync(Sources + sink);
        Assert.Empty(desk.Messages);
        return plan!.Components.Single(c => c.Name == "s").Delivery!;
    }
}
