using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

/// <summary>Real programs in the real kernel.</summary>
public sealed class KernelTests
{
    [Fact]
    public void CAndCSharpAgreeOnEveryColumn()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("shapes"), Trigger.Settings(("min", "2ms"), ("word", "hey"), ("offset", -77L)));
        Trigger.Pull();
        loaded.Detach();
        var emitter = new CollectingEmitter();
        ulong sequence = 0;
        var reader = new RingReader(loaded.Rings["events"], loaded.Spec.Tables);
        Assert.Equal([2, 0], [reader.Read(emitter, ref sequence), reader.Read(emitter, ref sequence)]);
        Assert.Equal([0UL, 1UL], emitter.Batches.Select(b => b.FirstSequence));
        var batch = emitter.Batches.Single(b => b.Schema.Name == "shape");
        var mark = emitter.Batches.Single(b => b.Schema.Name == "mark");
        Assert.Equal(99U, mark.Column<uint>(0)[0]);

        Assert.InRange(Cell<long>("time") + batch.UnixOffset - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000, -60_000_000_000, 1_000_000_000);
        Assert.Equal(2_000_000L, Cell<long>("took"));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 7], Bytes("address"));
        Assert.Equal([0, 0, 0, 0, 0, 9], Bytes("mac"));
        Assert.Equal(1, Cell<byte>("ok"));
        Assert.Equal(-3, Cell<sbyte>("small"));
        Assert.Equal(-77, Cell<int>("at_x"));
        Assert.Equal(12, Cell<int>("at_y"));
        Assert.Equal(40U, Cell<uint>("colour"));
        Assert.Equal(5, Cell<ushort>("flags"));
        Assert.Equal(-300, Cell<short>("short_"));
        Assert.Equal(File.ReadAllText("/proc/thread-self/comm").Trim(), System.Text.Encoding.UTF8.GetString(batch.Text(batch.Schema.Ordinal("comm"), 0)));
        Assert.Equal([(byte)'h', 0, 0, 0, 0, 0, 0, 0], Bytes("raw"));
        Assert.Equal((17U, 654321U, -42), (Cell<uint>("low"), Cell<uint>("middle"), Cell<int>("high")));
        var words = new List<string>();
        foreach (var word in new Utf8List(Bytes("args")))
            words.Add(System.Text.Encoding.UTF8.GetString(word));
        Assert.Equal(["one", "tw"], words);
        Assert.Equal("body"u8, Bytes("body").AsSpan());

        T Cell<T>(string column)
            where T : unmanaged => batch.Column<T>(batch.Schema.Ordinal(column))[0];
        byte[] Bytes(string column) => batch.Cell(batch.Schema.Ordinal(column), 0).ToArray();
    }

    [Fact]
    public void EveryRowIsReadOrCountedAndTheNumbersAreWithoutGap()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("rows"), Trigger.Settings(("burst", 1000L), ("every", 10L)));
        var emitter = new CollectingEmitter();
        var reader = new RingReader(loaded.Rings["rows"], loaded.Spec.Tables);
        ulong sequence = 0;
        var next = 0UL;
        for (var call = 0; call < 50; call++)
        {
            Trigger.Pull();
            ReadAll();
        }

        loaded.Detach();
        var accounts = loaded.ReadAccounts();
        Assert.Equal((50_000L, 45_000L, 5_000L, 0), (accounts.Attempted, accounts.Submitted, accounts.Discarded["filtered"], accounts.Lost.Count));
        Assert.Equal(((ulong)accounts.Submitted, (ulong)accounts.Submitted, 0L), (next, sequence, accounts.InRing));

        void ReadAll()
        {
            while (reader.Read(emitter, ref sequence) > 0)
                continue;
            foreach (var batch in emitter.Batches)
            {
                var numbers = batch.Column<ulong>(batch.Schema.Ordinal("number"));
                for (var i = 0; i < batch.Rows; i++)
                    Assert.Equal(next++, numbers[i]);
                batch.Release();
            }

            emitter.Batches.Clear();
        }
    }

    [Fact]
    public void AFullRingIsLossWithAReasonAndWhatIsInItCanBeCounted()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("rows"), Trigger.Settings(("burst", 2000L)) with { RingBytes = 5000 });
        Assert.Equal(8192, loaded.Rings["rows"].Size);
        Trigger.Pull();
        var accounts = loaded.ReadAccounts();
        Assert.Equal(2000, accounts.Submitted + accounts.Lost["ring_full"]);
        Assert.Equal(accounts.Submitted, accounts.InRing);
        Assert.InRange(accounts.InRing, 1, 8192 / 72);
    }

    [Fact]
    public async Task AWaiterWakesForARecordAndForAStop()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("rows"), Trigger.Settings());
        using var waiter = new RingWaiter(loaded.Rings.Values);
        var emitter = new CollectingEmitter();
        var reader = new RingReader(loaded.Rings["rows"], loaded.Spec.Tables);
        ulong sequence = 0;
        Assert.Equal(WaitResult.TimedOut, waiter.Wait(TimeSpan.Zero));
        for (ulong i = 1; i <= 200; i++)
        {
            // Whichever comes first, the wait or the record: a wake-up that got lost would hang here.
            var wait = Task.Run(() => waiter.Wait(TimeSpan.FromMinutes(5)), TestContext.Current.CancellationToken);
            Trigger.Pull();
            Assert.Equal(WaitResult.Records, await wait);
            Assert.Equal(1, reader.Read(emitter, ref sequence));
        }

        var last = Task.Run(() => waiter.Wait(Timeout.InfiniteTimeSpan), TestContext.Current.CancellationToken);
        waiter.Stop();
        Assert.Equal(WaitResult.Stopped, await last);
        Assert.False(waiter.Linger(TimeSpan.FromMinutes(10)));
    }

    [Fact]
    public void TheFirstVariantThatAttachesWholeRunsAndTheOthersSayWhyNot()
    {
        Fixture.NeedsKernel();
        using var loaded = BpfObject.Attach(Fixture.Spec("variants"), new BpfSettings());
        Assert.Equal("last", loaded.Variant);
        var programs = loaded.ReadPrograms();
        var rejected = programs.Single(p => p.Program == "rejected__sys_enter__raw_tp");
        Assert.Equal((ProgramState.LoadRefused, false), (rejected.State, rejected.NotOffered));
        Assert.StartsWith("EACCES (access denied): the verifier rejected it\n", rejected.Detail, StringComparison.Ordinal);
        Assert.Contains("value[1000]", rejected.Detail, StringComparison.Ordinal);
        Assert.Contains("invalid access to map value", rejected.Detail, StringComparison.Ordinal);
        var missing = programs.Single(p => p.Variant == "missing");
        Assert.Equal((ProgramState.AttachRefused, true, "ENOENT (no such thing): this kernel has no such hook"), (missing.State, missing.NotOffered, missing.Detail));
        Assert.Equal(
            ["last__task_newtask__raw_tp", "all__task_rename__raw_tp"],
            programs.Where(p => p.State == ProgramState.Attached).Select(p => p.Program));
        Assert.Equal(2, programs.Count(p => p.Program == "all__task_rename__raw_tp" && p.State == ProgramState.NotTried));
    }

    [Fact]
    public void AProgramBehindAnOptionIsLoadedWithIt()
    {
        Fixture.NeedsKernel();
        var settings = new BpfSettings { Variant = "last", Options = new Dictionary<string, object> { ["extra"] = true } };
        using var loaded = BpfObject.Attach(Fixture.Spec("variants"), settings);
        Assert.Equal(3, loaded.ReadPrograms().Count(p => p.State == ProgramState.Attached));
    }

    [Fact]
    public void WhenNoVariantAttachesTheErrorNamesProgramHookAndCause()
    {
        Fixture.NeedsKernel();
        var error = Assert.Throws<BpfException>(() => BpfObject.Attach(Fixture.Spec("variants"), new BpfSettings { Variant = "missing" }));
        Assert.Equal(("missing__no_such_tracepoint_anywhere__raw_tp", "no_such_tracepoint_anywhere"), (error.Program, error.Hook));
        Assert.Equal(2, error.Attempts.Count);
        Assert.Contains("program 'missing__no_such_tracepoint_anywhere__raw_tp' (raw_tp no_such_tracepoint_anywhere): ENOENT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyTellsOfEachProgramAndAttachesNone()
    {
        Fixture.NeedsKernel();
        var statuses = BpfObject.Verify(Fixture.Spec("variants"), new BpfSettings { WholeVerifierLog = true });
        Assert.Equal(4, statuses.Count);
        Assert.Equal(ProgramState.LoadRefused, statuses.Single(s => s.Variant == "rejected").State);
        Assert.Contains("processed ", statuses.Single(s => s.Variant == "rejected").Detail, StringComparison.Ordinal);
        Assert.All(statuses.Where(s => s.Variant != "rejected"), s => Assert.Equal(ProgramState.Verified, s.State));
    }

    [Fact]
    public void VerifyTellsOfEachRefusalAmongProgramsThatAreLoadedTogether()
    {
        Fixture.NeedsKernel();
        var statuses = BpfObject.Verify(Fixture.Spec("refusals"), new BpfSettings());

        Assert.Equal(
            ["sys_enter", "sys_exit", "no_such_tracepoint_anywhere", "task_newtask", "task_rename"],
            statuses.Select(s => s.Hook));
        Assert.Equal(
            [(ProgramState.Verified, false), (ProgramState.LoadRefused, false), (ProgramState.LoadRefused, true), (ProgramState.LoadRefused, false), (ProgramState.Verified, false)],
            statuses.Select(s => (s.State, s.NotOffered)));
        Assert.Contains("value[index]", statuses[1].Detail, StringComparison.Ordinal);
        Assert.Contains("off=8000", statuses[1].Detail, StringComparison.Ordinal);
        Assert.Contains("off=16000", statuses[3].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AMechanismThatTheKernelLacksIsToldSoAndNotBlamedOnLimits()
    {
        Fixture.NeedsKernel();
        var spec = Fixture.Spec("fentry");
        try
        {
            using var loaded = BpfObject.Attach(spec, new BpfSettings());
            Assert.Equal("fast", loaded.Variant);
        }
        catch (BpfException e)
        {
            Assert.All(e.Attempts, a => Assert.Contains("this kernel", a.Detail, StringComparison.Ordinal));
            Assert.DoesNotContain("ulimit", e.Message, StringComparison.Ordinal);
            Assert.Equal(["fast", "slow"], e.Attempts.Select(a => a.Variant));
        }
    }

    [Fact]
    public void RunTimesAreThereWhileStatisticsAreOn()
    {
        Fixture.NeedsKernel();
        using var statistics = KernelStatistics.Enable();
        using var loaded = BpfObject.Attach(Fixture.Spec("rows"), Trigger.Settings());
        for (var i = 0; i < 100; i++)
            Trigger.Pull();
        var status = Assert.Single(loaded.ReadPrograms());
        Assert.InRange(status.RunCount, 100UL, ulong.MaxValue);
        Assert.InRange(status.RunTime, status.RunCount, ulong.MaxValue);
    }

    [Fact]
    public void AnUnknownOptionOrVariantIsRefusedWithWhatThereIs()
    {
        var spec = Fixture.Spec("variants");
        Assert.Contains("it has: extra", Assert.Throws<BpfException>(() => BpfObject.Attach(spec, new BpfSettings { Variant = "last", Options = new Dictionary<string, object> { ["exstra"] = true } })).Message, StringComparison.Ordinal);
        Assert.Contains("it has: rejected, missing, last", Assert.Throws<BpfException>(() => BpfObject.Attach(spec, new BpfSettings { Variant = "lost" })).Message, StringComparison.Ordinal);
    }
}
