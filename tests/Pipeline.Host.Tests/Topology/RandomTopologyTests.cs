using Pipeline.Host.Tests.Doubles;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Tests.Topology;

/// <summary>Random pipelines with random faults: whatever happens, the books balance and what the sinks kept is what the ledger says.</summary>
public sealed class RandomTopologyTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_identity_holds_to_the_row(int seed)
    {
        var random = new Random(seed);
        var rig = new Rig
        {
            Arena = new Arena(random.Next(4) == 0 ? 256 << 10 : 16 << 20),
            StopDeadline = TimeSpan.FromMilliseconds(random.Next(4) == 0 ? 20 : 120_000),
        };
        var settled = new SettledAccounts[random.Next(1, 4)];
        var producers = new List<ComponentPlan>();
        for (var i = 0; i < settled.Length; i++)
        {
            var owner = settled[i] = new SettledAccounts();
            var (rows, batch) = (random.Next(1, 3_000), random.Next(1, 200));
            producers.Add(rig.Source($"source{i}", () => ScriptedSource.Counting(rows, batch, owner: owner)));
        }

        for (var i = random.Next(0, 5); i > 0; i--)
            producers.Add(Transform(rig, random, $"transform{i}", Inputs(random, producers)));
        var sinks = new List<(string Name, KeptRows Kept)>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var kept = new KeptRows();
            sinks.Add(($"sink{i}", kept));
            if (random.Next(2) == 0)
                rig.Sink($"sink{i}", Sink(random, kept), Inputs(random, producers));
            else
                sinks.Add(Rejecting(rig, random, $"sink{i}", kept, Inputs(random, producers)));
        }

        var stop = random.Next(2) == 0 ? random.Next(0, 60) : 200;
        var ledger = await rig.RunAsync(async pipeline =>
        {
            await Task.Delay(stop);
            pipeline.Stop();
        });

        // What a sink was given, once each: its own tables hold what it refused and handed on.
        Assert.All(sinks, sink => Assert.Equal(ledger.Of(sink.Name).Out - ledger.Of(sink.Name).Tables.Sum(t => t.Value), sink.Kept.Count));
        Assert.All(settled, accounts => Assert.False(accounts.SettledTwice));
        for (var i = 0; i < settled.Length; i++)
            if (ledger.Of($"source{i}").Created > 0)
                Assert.NotEmpty(settled[i].Outcomes);
    }

    // Never two ways from one source to one component: then each row is one delivery.
    private static EdgePlan[] Inputs(Random random, List<ComponentPlan> producers)
    {
        var inputs = new List<EdgePlan>();
        foreach (var producer in producers.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).ToArray())
            inputs.Add(Rig.From(producer, random.GetItems(Enum.GetValues<WhenFull>(), 1)[0], random.Next(1, 20), random.Next(4_096, 100_000)));
        return [.. inputs];
    }

    private static ComponentPlan Transform(Rig rig, Random random, string name, EdgePlan[] inputs)
    {
        var (kind, workers, fault) = (random.Next(6), random.Next(1, 4), random.Next(3) == 0 ? random.Next(2, 20) : int.MaxValue);
        var columns = random.Next(2) == 0 ? new[] { "key" } : [];
        return kind switch
        {
            0 => rig.Transform(name, () => new ScriptedTransform(Faulty(fault, ScriptedTransform.KeepEven)), inputs),
            1 => rig.Transform(name, () => new DelayingTransform(false, TimeSpan.FromMilliseconds(5), fault), inputs),
            2 => rig.Transform(name, () => new DelayingTransform(true, TimeSpan.FromMilliseconds(5), fault), inputs),
            3 => Waiting(rig, random, name, fault, inputs),
            _ => rig.Workers(name, workers, () => new PartitionedTransform(Faulty(fault, ScriptedTransform.Pass), columns), inputs),
        };
    }

    private static ComponentPlan Waiting(Rig rig, Random random, string name, int fault, EdgePlan[] inputs)
    {
        var (wait, room) = (TimeSpan.FromMilliseconds(random.Next(30)), random.Next(1, 200_000));
        return rig.Transform(name, () => new WaitingTransform(wait, room, fault), inputs);
    }

    // A sink of every power, whose refused rows another one keeps, or loses: that one.
    private static (string Name, KeptRows Kept) Rejecting(Rig rig, Random random, string name, KeptRows kept, EdgePlan[] inputs)
    {
        var seed = random.Next();
        var (rows, bytes, time, most) = (random.Next(1, 500), random.Next(1, 100_000), TimeSpan.FromMilliseconds(random.Next(3) == 0 ? 5 : 0), random.Next(1, 9));
        var rejecting = rig.Rejecting(name, () => new FickleSink(BulkSink.Size(rows, bytes, time), most, new Random(seed), kept), inputs);
        var dead = new KeptRows();
        rig.Sink($"{name}_dead", Sink(random, dead), Rig.From(rejecting, random.GetItems(Enum.GetValues<WhenFull>(), 1)[0], random.Next(1, 20)));
        return ($"{name}_dead", dead);
    }

    private static Action<RecordBatch, IEmitter> Faulty(int at, Action<RecordBatch, IEmitter> process)
    {
        var calls = 0;
        return (batch, emitter) =>
        {
            process(batch, emitter);
            if (++calls == at)
                throw new InvalidOperationException("told to");
        };
    }

    private static Func<ISink> Sink(Random random, KeptRows kept)
    {
        var (pause, fault) = (random.Next(4) == 0 ? random.Next(1, 4) : 0, random.Next(6));
        return () =>
        {
            var calls = 0;
            return new ScriptedSink(async (batch, cancel) =>
            {
                if (pause > 0)
                    await Task.Delay(pause, cancel);
                if (++calls % 7 == 3)
                    switch (fault)
                    {
                        case 0:
                            throw new InvalidOperationException("told to");
                        case 1:
                            return Outcome.Failed("told_to");
                        case 2:
                            return Outcome.RetryAfter(TimeSpan.FromMilliseconds(1), "told_to");
                    }

                kept.Keep(batch);
                return Outcome.Delivered;
            });
        };
    }
}
