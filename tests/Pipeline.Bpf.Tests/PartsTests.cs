using System.Net.Sockets;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

/// <summary>Programs that a variant can do without, and those that run on request or for a cgroup.</summary>
public sealed class PartsTests
{
    [Fact]
    public void WhatIsOptionalIsMissedAloudAndTheRestRuns()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("parts"), new BpfSettings());
        var programs = loaded.ReadPrograms().ToDictionary(p => p.Program);

        Assert.Equal("only", loaded.Variant);
        var absent = programs["all__no_such_tracepoint_anywhere__tp_btf"];
        Assert.Equal((ProgramState.LoadRefused, true, "what it would have told"), (absent.State, absent.NotOffered, absent.Without));
        Assert.EndsWith("; without it: what it would have told", absent.Detail, StringComparison.Ordinal);
        Assert.Equal((ProgramState.Attached, null), (programs["only__task_rename__raw_tp"].State, programs["only__task_rename__raw_tp"].Without));
        Assert.Equal(ProgramState.Attached, programs["all__task__iter"].State);
    }

    [Fact]
    public void VerifyTellsWhatIsOptional()
    {
        Fixture.NeedsKernel();
        var absent = BpfObject.Verify(Fixture.Spec("parts"), new BpfSettings()).Single(p => p.State != ProgramState.Verified);

        Assert.Equal(("all__no_such_tracepoint_anywhere__tp_btf", true, "what it would have told"), (absent.Program, absent.NotOffered, absent.Without));
    }

    [Fact]
    public void AnIteratorRunsFromTheFirstToTheLastEachTimeItIsRun()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("parts"), new BpfSettings());
        Assert.Empty(Rows(loaded, "ended"));

        for (var turn = 0; turn < 2; turn++)
        {
            loaded.RunIterator("all__task__iter");
            var emitter = Read(loaded);
            Assert.Single(Cells(emitter, "seen", "pid"), (uint)Environment.ProcessId);
            Assert.Single(Cells(emitter, "ended", "sockets"));
        }
    }

    [Fact]
    public void AProgramThatIsNotAttachedIsNoIterator()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("parts"), new BpfSettings());

        var missing = Assert.Throws<BpfException>(() => loaded.RunIterator("all__no_such_tracepoint_anywhere__tp_btf"));
        Assert.Contains("it is not attached", missing.Message, StringComparison.Ordinal);
        Assert.Throws<BpfException>(() => loaded.RunIterator("only__task_rename__raw_tp"));
    }

    [Fact]
    public void AProgramOfACgroupRunsForThisProcess()
    {
        Fixture.NeedsKernel();
        Assert.SkipUnless(File.ReadLines("/proc/self/mountinfo").Any(l => l.Contains(" - cgroup2 ", StringComparison.Ordinal)), "cgroup v2 is not mounted");
        using var loaded = BpfObject.Attach(Fixture.Spec("parts"), new BpfSettings());
        using (new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
            loaded.RunIterator("all__task__iter");

        Assert.InRange(Cells(Read(loaded), "ended", "sockets").Single(), 1U, uint.MaxValue);
    }

    [Fact]
    public void ATableOfBytesSaysSo() => Assert.Equal(
        [("ended", TableKind.Event), ("seen", TableKind.Bytes)], Fixture.Spec("parts").Schemas.Select(s => (s.Name, s.Kind)));

    private static uint[] Rows(BpfObject loaded, string table) => Cells(Read(loaded), table, table == "seen" ? "pid" : "sockets");

    private static CollectingEmitter Read(BpfObject loaded)
    {
        var emitter = new CollectingEmitter();
        ulong sequence = 0;
        var reader = new RingReader(loaded.Rings["events"], loaded.Spec.Tables);
        while (reader.Read(emitter, ref sequence) > 0)
            continue;
        return emitter;
    }

    private static uint[] Cells(CollectingEmitter emitter, string table, string column) =>
    [
        .. emitter.Batches.Where(b => b.Schema.Name == table).SelectMany(b => Enumerable.Range(0, b.Rows).Select(i => b.Column<uint>(b.Schema.Ordinal(column))[i])),
    ];
}
