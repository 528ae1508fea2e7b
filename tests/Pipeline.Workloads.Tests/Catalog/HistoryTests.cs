using Pipeline.Workloads.Kernel;
using Pipeline.Workloads.Known;
using Pipeline.Workloads.Proc;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>Random histories of processes against what is known of them, at random times in any order.</summary>
public sealed class HistoryTests
{
    private const int Steps = 120;
    private const int Questions = 200;

    [Fact]
    public void Each_row_gets_the_process_and_the_cgroup_of_its_time() => Cases.Run(1_000, random =>
    {
        var (known, world) = New(random);
        var attached = Begin(random, known, world, out var readBy);
        for (var step = 0; step < Steps; step++)
        {
            world.Step();
            if (random.Next(4) == 0)
                world.Drain(known);
        }

        world.Drain(known);
        for (var question = 0; question < Questions; question++)
        {
            var (process, time) = Ask(random, world, attached);
            var ticks = random.Next(2) == 0 ? process.Ticks : 0;
            var found = known.Find(process.Pid, ticks, time);

            // Of who was there before only the tick of his beginning is known, and of who was moved while that was read not where he had been.
            var wasThere = process.Started < readBy;
            if (!wasThere || time >= process.Started + 2 * ProcessInfo.TickLength)
                Assert.True(found is not null, Dump(known, world, process, time));
            if (found is not null)
                Assert.Equal((process.Pid, process.Ticks), (found.Pid, found.StartTicks));
            if (found is { IsExact: true } && (ticks == 0 || !wasThere))
                Assert.Equal(process.Started, found.Begun);
            if (found?.CgroupAt(time) is { } cgroup)
                Assert.Same(process.At(time), cgroup);
            else
                Assert.True(found is null || (wasThere && time < readBy));
        }

        Assert.Equal(world.All.Count(p => p.Ended == long.MaxValue), known.Processes.Living);
    });

    [Fact]
    public void After_a_loss_there_may_be_no_answer_and_never_a_wrong_one()
    {
        var (right, none, lost) = (0, 0, 0L);
        Cases.Run(1_000, random =>
        {
            var (known, world) = New(random);
            var attached = Begin(random, known, world, out _);
            var seen = world.Lost;
            for (var step = 0; step < Steps; step++)
            {
                world.Loses = random.Next(20) == 0 || (world.Loses && random.Next(4) != 0);
                world.Step();
                if (random.Next(4) == 0)
                    Update(random, world, known, ref seen);
            }

            world.Loses = false;
            Update(random, world, known, ref seen);
            lost += world.Lost;
            for (var question = 0; question < Questions; question++)
            {
                var (process, time) = Ask(random, world, attached);
                var found = known.Find(process.Pid, 0, time);
                if (found is null)
                {
                    none++;
                    continue;
                }

                right++;
                Assert.True(process.Ticks == found.StartTicks, Dump(known, world, process, time));
                Assert.True(!found.IsExact || process.Started == found.Begun, Dump(known, world, process, time));
                if (found.CgroupAt(time) is { } cgroup)
                    Assert.Same(process.At(time), cgroup);
            }
        });

        Assert.True(right > none && none > 0 && lost > 1_000, $"{right} right, {none} unknown, {lost} lost");
    }

    [Fact]
    public void What_has_ended_is_kept_for_its_time_and_its_number_given_again_afterwards()
    {
        var (known, world) = New(new Random(1));
        for (var step = 0; step < 2_000; step++)
            world.Step();
        world.Drain(known);
        var (living, gone) = (known.Processes.Living, known.Processes.Gone);
        Assert.True(gone > 200);
        Assert.Equal(gone - 100, known.Processes.Forget(0, 100));
        Assert.Equal(100, known.Processes.Gone);
        Assert.Equal(0, known.Processes.Forget(world.Now + 1, 100));
        Assert.Equal((living, 0L), (known.Processes.Living, known.Processes.Gone));
        foreach (var process in world.All)
            Assert.Equal(process.Ended == long.MaxValue, known.Find(process.Pid, process.Ticks, process.Started) is { Ended: long.MaxValue });
        var numbers = Enumerable.Range(0, 50).Select(i => NewProcess(known, world, (uint)(1_000 + i)).Number);
        Assert.True(numbers.Max() < living + gone);
    }

    private static ProcessInfo NewProcess(Knowledge known, ModelWorld world, uint pid)
    {
        ((IKernelListener)known).Take(new ProcessChange { Kind = ChangeKind.Begun, Time = world.Now, Pid = pid, Started = world.Now });
        return known.Find(pid, 0, world.Now)!;
    }

    private static (Knowledge Known, ModelWorld World) New(Random random)
    {
        var cgroups = new CgroupTable();
        var known = new Knowledge(new Surroundings(new LostTimes(), cgroups, new UserNames(new HostEnvironment("", "/", TimeProvider.System)), null)) { IsTold = true };
        return (known, new ModelWorld(random, cgroups));
    }

    // Some are there already when the programs are attached, and more happens while they are read.
    private static long Begin(Random random, Knowledge known, ModelWorld world, out long readBy)
    {
        world.Loses = true;
        for (var step = random.Next(20); step > 0; step--)
            world.Step();
        world.Loses = false;
        var attached = world.Now + 1;
        known.LostTimes.Certify(attached);
        world.ReadAll(read => known.Processes.Take(read));
        readBy = world.Now;
        return attached;
    }

    private static string Dump(Knowledge known, ModelWorld world, ModelProcess process, long time)
    {
        var text = new System.Text.StringBuilder($"asked {process.Pid} {process.Started}..{process.Ended} at {time}\n");
        foreach (var p in world.All.Where(p => p.Pid == process.Pid))
            text.Append($"model {p.Started}..{p.Ended}\n");
        for (var p = known.Processes.Latest(process.Pid); p is not null; p = p.Earlier)
            text.Append($"known {p.Started}..{p.Ended} exact {p.IsExact} checked {p.Checked}\n");
        return text.ToString();
    }

    // As ProcessCatalog does it.
    private static void Update(Random random, ModelWorld world, Knowledge known, ref long seen)
    {
        world.Drain(known);
        if (world.Lost > seen)
            known.LostTimes.Open();
        else if (!known.LostTimes.IsOpen)
            known.LostTimes.Certify(world.Now);
        seen = world.Lost;
        if (!known.LostTimes.IsOpen || random.Next(3) == 0)
            return;
        known.ReadAnew(world.ReadAll, () => world.Now);
        world.Drain(known);
        if (world.Lost == seen)
            known.LostTimes.Close(world.Now);
        seen = world.Lost;
    }

    private static (ModelProcess Process, long Time) Ask(Random random, ModelWorld world, long from)
    {
        while (true)
        {
            var process = world.All[random.Next(world.All.Count)];
            var end = Math.Min(process.Ended, world.Now);
            var begin = Math.Max(process.Started, from);
            if (begin <= end)
                return (process, random.Next(4) switch { 0 => begin, 1 => end, _ => random.NextInt64(begin, end + 1) });
        }
    }
}
