using System.Globalization;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.Transforms.Kubernetes.Api;
using Pipeline.Transforms.Kubernetes.Api.Access;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

[Collection(Alone.Name)]
public sealed class LargeListTests(ITestOutputHelper output)
{
    // 100,000 of 5 KiB are what a large cluster has: PIPELINE_PODS says so.
    private static readonly int Pods = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_PODS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task List_of_all_pods_of_a_cluster_goes_through_without_being_held()
    {
        var (before, most) = (GC.GetTotalMemory(true), 0L);
        await using var server = await EndlessList.StartAsync(Pods, 5000, () => most = Math.Max(most, GC.GetTotalMemory(true)));
        var began = TimeProvider.System.GetTimestamp();
        var feed = ClusterFeed.OfApi(new ClusterAccess { Server = server.Url }, new FeedOptions { Kinds = [ObjectKind.Pod] }, TimeProvider.System, new CapturedLog());
        await using (feed)
        {
            var (count, isListed) = (0, false);
            for (var end = Environment.TickCount64 + 300_000; !isListed && Environment.TickCount64 < end; await Task.Delay(1, TestContext.Current.CancellationToken))
                while (feed.TryTake(out var change))
                {
                    count += change is Put ? 1 : 0;
                    isListed |= change is Listed { Count: var all } && all == Pods;
                }

            Assert.Equal((Pods, true), (count, isListed));
            output.WriteLine($"{Pods} pods, {server.Bytes >> 20} MiB, at most {(most - before) / 1e6:0.0} MB held, {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s");
        }

        // What waits to be taken, what is known (a few hundred bytes of each), and room for what the runtime holds meanwhile.
        Assert.InRange(most - before, long.MinValue, server.Bytes / 3);
    }
}
