using System.Text;
using Pipeline.Sources.Processes.Processes;

namespace Pipeline.Processes.Tests.Processes;

public sealed class ProcessStatTests
{
    private const string Rest = " S 1 2 3 4 -1 4194560 100 200 7 9 150 50 8 9 20 0 3 0 12345 4096000 250 18446744073709551615 1 1 0";

    [Theory]
    [InlineData("bash")]
    [InlineData(") R 99 (")]
    [InlineData("a\nb) S 1 2")]
    [InlineData("")]
    [InlineData("((((")]
    [InlineData("\xff\xfe\x01")]
    public void TheNameMayBeAnything(string name)
    {
        var stat = ProcessStat.Parse(Encoding.Latin1.GetBytes($"42 ({name}){Rest}"));
        Assert.True(stat.IsWhole);
        Assert.Equal(name, Encoding.Latin1.GetString(stat.Comm));
        Assert.Equal((100UL, 7UL, 1_500_000_000UL, 500_000_000UL), (stat.MinorFaults, stat.MajorFaults, stat.UserTime, stat.KernelTime));
        Assert.Equal((3UL, 12345UL, 4096000UL), (stat.Threads, stat.StartTicks, stat.VirtualBytes));
        Assert.Equal(123_450_000_000, stat.Start);
    }

    [Fact]
    public void WhatIsCutShortIsNotWhole()
    {
        var text = Encoding.Latin1.GetBytes($"42 (sh){Rest}");
        var end = Encoding.Latin1.GetString(text).IndexOf("4096000", StringComparison.Ordinal) + "4096000".Length;
        for (var length = 0; length <= text.Length; length++)
            Assert.Equal(length > end, ProcessStat.Parse(text.AsSpan(0, length)).IsWhole);
        Assert.False(ProcessStat.Parse([]).IsWhole);
        Assert.False(ProcessStat.Parse(")("u8).IsWhole);
    }

    [Theory]
    [InlineData("kworker/0:1-events", "kworker/0:1")]
    [InlineData("kworker/u8:3+writeback", "kworker/u8:3")]
    [InlineData("kworker/R-rcu_gp", "kworker/R-rcu_gp")]
    [InlineData("kworker/0:1H", "kworker/0:1H")]
    public void AWorkerOfTheKernelKeepsItsNameWhateverItWorksOn(string told, string name)
    {
        var text = Encoding.Latin1.GetBytes($"42 ({told}){Rest}".Replace("4194560", "69238880", StringComparison.Ordinal));
        Assert.Equal(name, Encoding.Latin1.GetString(ProcessStat.Parse(text).Comm));
    }

    [Fact]
    public void WhatIsNoWorkerKeepsAllOfItsName() =>
        Assert.Equal("a:1-b", Encoding.Latin1.GetString(ProcessStat.Parse(Encoding.Latin1.GetBytes($"42 (a:1-b){Rest}")).Comm));
}
