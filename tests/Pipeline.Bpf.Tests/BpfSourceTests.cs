using Pipeline.Sources.Bpf;

namespace Pipeline.Bpf.Tests;

public sealed class BpfSourceTests
{
    [Fact]
    public void TablesAreKnownWithoutTheKernel()
    {
        using var source = Source("shapes");
        Assert.Equal(["mark", "shape"], source.Tables.Select(t => t.Name));
        Assert.Equal(0, source.ReadAccounts().Attempted);
    }

    [Theory]
    [InlineData("brust", 1L, "options.brust", "the program has no such option (expected target_pid, trigger, burst, every)")]
    [InlineData("burst", "many", "options.burst", "has the wrong type (got \"many\", expected an integer)")]
    public void AMistakeInAnOptionIsToldAtItsKey(string option, object value, string key, string problem)
    {
        var error = Assert.Throws<OptionException>(() => Source("rows", (option, value)));
        Assert.Equal((key, problem), (error.Key, error.Message));
    }

    [Fact]
    public void AnUnknownObjectIsToldWithTheNamesThereAre()
    {
        var folder = Directory.CreateTempSubdirectory("pipeline-source-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "bpf"));
            File.Copy(Fixture.Object("rows"), Path.Combine(folder.FullName, "bpf", "rows.bpf.o"));
            var environment = new HostEnvironment("here", folder.FullName, TimeProvider.System);
            var error = Assert.Throws<OptionException>(() => ObjectFile.Read(new BpfSourceOptions { Object = "rowz" }, environment));
            Assert.Equal(("object", "rowz", "rows"), (error.Key, error.Word, Assert.Single(error.Accepted)));
            Assert.Equal("row", Assert.Single(ObjectFile.Read(new BpfSourceOptions { Object = "rows" }, environment).Tables).Schema.Name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task EverySubmittedRowIsEmittedOnceUpToTheStop()
    {
        Fixture.NeedsKernel();
        using var source = Source("rows", ("target_pid", (long)Environment.ProcessId), ("trigger", Trigger.Number), ("burst", 700L), ("every", 7L));
        using var stop = new CancellationTokenSource();
        var emitter = new CountingEmitter("number");
        var run = Task.Factory.StartNew(() => source.RunAsync(emitter, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        while (source.ReadPrograms().All(p => p.State != ProgramState.Attached) && !run.IsCompleted)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        for (var i = 0; i < 300; i++)
            Trigger.Pull();
        await stop.CancelAsync();
        await run;
        var accounts = source.ReadAccounts();
        Assert.Equal(300 * 700, accounts.Attempted);
        Assert.Equal(accounts.Attempted, accounts.Submitted + accounts.Discarded["filtered"] + accounts.Lost.Values.Sum());
        Assert.Equal((accounts.Submitted, accounts.Submitted, 0L), (emitter.Rows, emitter.Tally.Created, accounts.InRing));
        Assert.Equal(0, emitter.Disorder);
        Assert.Equal(0, emitter.Arena.InUse);
    }

    [Fact]
    public async Task WithoutMemoryEveryRowIsInTheBooksAllTheSame()
    {
        Fixture.NeedsKernel();
        using var source = Source("rows", ("target_pid", (long)Environment.ProcessId), ("trigger", Trigger.Number), ("burst", 10L));
        using var stop = new CancellationTokenSource();
        var emitter = new CountingEmitter("number", memory: 1);
        var run = Task.Factory.StartNew(() => source.RunAsync(emitter, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        while (source.ReadPrograms().All(p => p.State != ProgramState.Attached) && !run.IsCompleted)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Trigger.Pull();
        await stop.CancelAsync();
        await run;
        Assert.Equal((10L, 0L), (source.ReadAccounts().Submitted, source.ReadAccounts().InRing));
        Assert.Equal((0L, 10L, 10L), (emitter.Rows, emitter.Tally.Created, emitter.Tally.Dropped["memory"]));
    }

    [Fact]
    public async Task ARunThatCannotAttachThrowsAndLeavesItsAttemptsToRead()
    {
        Fixture.NeedsKernel();
        using var source = new BpfSource(new BpfSourceOptions { Object = Fixture.Object("variants"), Variant = "missing" }, new SourceContext());
        await Assert.ThrowsAsync<UnavailableException>(() => source.RunAsync(new CountingEmitter("pid"), TestContext.Current.CancellationToken));
        Assert.Contains(source.ReadPrograms(), p => p.State == ProgramState.AttachRefused);
        Assert.Equal(0, source.ReadAccounts().Attempted);
    }

    private static BpfSource Source(string name, params ReadOnlySpan<(string Name, object Value)> options) =>
        new(new BpfSourceOptions { Object = Fixture.Object(name), Options = new OptionTable(options.ToArray().ToDictionary(o => o.Name, o => o.Value)) }, new SourceContext());
}
