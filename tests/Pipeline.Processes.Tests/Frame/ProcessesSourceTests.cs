using Pipeline.Processes.Tests.Support;
using Pipeline.Sources.Processes;

namespace Pipeline.Processes.Tests.Frame;

public sealed class ProcessesSourceTests
{
    [Fact]
    public void ATableThatDoesNotExistIsNamedWithThoseThatDo()
    {
        var mistake = Assert.Throws<OptionException>(() => new ProcessesSource(new ProcessesOptions { Tables = ["process_stats", "proces_stats"] }, new Machine()));
        Assert.Equal(("tables.1", "proces_stats"), (mistake.Key, mistake.Word));
        Assert.StartsWith("there is no such table (got \"proces_stats\", expected ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("process_stats", mistake.Accepted);
        Assert.Contains("network_stats", mistake.Accepted);
        Assert.Contains("jvm_stats", mistake.Accepted);
    }

    [Fact]
    public void OnlyWantedTablesAreThere()
    {
        using var source = new ProcessesSource(new ProcessesOptions { Tables = ["jvm_stats", "network_stats"] }, new Machine());
        Assert.Equal(["jvm_stats", "network_stats"], source.Tables.Select(t => t.Name));
        // Nor is any program verified for them.
        Assert.Empty(source.Verify());
    }

    [Fact]
    public async Task AMachineWithoutProcIsToldOfWithTheRemedy()
    {
        using var folder = new TemporaryFolder();
        using var source = new ProcessesSource(new ProcessesOptions { Tables = ["process_stats"], Interval = TimeSpan.FromMilliseconds(1) }, new Machine(folder.Path("nothing")));
        var error = await Assert.ThrowsAsync<UnavailableException>(() => source.RunAsync(new KeptRows(), TestContext.Current.CancellationToken));
        Assert.StartsWith($"the machine's processes cannot be listed: {folder.Path("nothing")}/proc: No such file or directory; mount ", error.Message, StringComparison.Ordinal);
    }
}
