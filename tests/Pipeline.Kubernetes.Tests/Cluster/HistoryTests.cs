using System.Text;
using Pipeline.Transforms.Kubernetes.Cluster;

namespace Pipeline.Kubernetes.Tests.Cluster;

/// <summary>Random histories of a cluster, against who really had an address at a time.</summary>
public sealed class HistoryTests
{
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Each_address_is_the_pods_that_had_it_at_the_time(int seed)
    {
        var random = new Random(seed);
        var state = new ClusterState(Keep, [], [], _ => { });
        var history = new History(random, state, addresses: 12);
        var (asked, gone, unheard) = (0, 0, 0);
        for (var step = 0; step < 2_000; step++)
        {
            history.Step();
            for (var i = 0; i < 8; i++)
            {
                var life = history.Lives.Count == 0 ? null : history.Lives[Math.Max(0, history.Lives.Count - 1 - random.Next(40))];
                if (life is null || life.Gone <= history.Now - Keep.Ticks * 100)
                    continue;
                if (!life.IsTold)
                {
                    unheard++;
                    continue;
                }

                var time = random.NextInt64(life.Began, Math.Min(life.Ended, history.Now) + 1);
                var found = state.Addresses.Find(Key.OfAddress(life.Address), time, out var left);
                Assert.True(found is KnownPod pod && pod.Key == Key.Of(life.Uid), $"seed {seed}, step {step}: at {time} {life} had it, not {Name(state, found)}");
                Assert.Same(found, state.FindPod(Key.Of(life.Uid)));
                Assert.Same(found, state.FindPod(Key.Of(life.ContainerId)));
                Assert.True(left >= time, "it had not left the address by then");
                asked++;
                gone += life.Gone == long.MaxValue ? 0 : 1;
            }
        }

        // The test would prove little of a quiet world.
        Assert.InRange(asked, 3_000, int.MaxValue);
        Assert.InRange(gone, 500, int.MaxValue);
        Assert.InRange(unheard, 1, int.MaxValue);
        Assert.InRange(history.Reused, 200, int.MaxValue);
        Assert.InRange(history.Relists, 20, int.MaxValue);
    }

    [Fact]
    public void What_is_gone_for_long_leaves_nothing_behind()
    {
        var state = new ClusterState(Keep, [], [], _ => { });
        var history = new History(new Random(7), state, addresses: 50);
        for (var step = 0; step < 2_000; step++)
            history.Step();
        Assert.NotEqual(0, state.Texts.Count);
        history.EndAll();
        state.Forget(history.Now + Keep.Ticks * 100);

        Assert.Equal((0, 0, 0), state.Known);
        Assert.Equal(0, state.PodsThere);
        Assert.Equal(0, state.Texts.Count);
        Assert.False(state.Addresses.HasNeighbours(Told.AddressKey("10.1.0.1")));
        Assert.All(history.Lives, life => Assert.Null(state.FindPod(Key.Of(life.ContainerId))));
    }

    private static string Name(ClusterState state, Subject? subject) => subject is null ? "nobody" : Encoding.UTF8.GetString(state.Texts[subject.Name]) + " " + (subject as KnownPod)?.Key;
}
