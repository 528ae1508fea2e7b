using Pipeline.Kubernetes.Tests.Cluster;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Kubernetes;

namespace Pipeline.Kubernetes.Tests.Transform;

public sealed class AllocationTests
{
    [Fact]
    public async Task A_batch_costs_the_same_however_many_rows_it_has()
    {
        var feed = new ToldFeed();
        var transform = new KubernetesTransform(new KubernetesOptions(), new LentContext(), (kinds, _, _) =>
        {
            feed.Kinds = kinds;
            return feed;
        });
        transform.Bind([NamedRun.Connections]);
        await transform.StartAsync(CancellationToken.None);
        feed.ListAll();
        for (var pod = 0; pod < 100; pod++)
            feed.Put(Told.Pod($"p{pod}", $"web-{pod}") with { Addresses = [Told.Address($"10.1.0.{pod + 1}")] });
        using var emitter = new CollectingEmitter();
        var (small, large) = (Batch(emitter.Arena, 100), Batch(emitter.Arena, 4_000));
        for (var warming = 0; warming < 3; warming++)
            _ = Costs(large) + Costs(small);

        // An object or two that a runtime makes of its own accord are not one a row.
        Assert.InRange(Math.Abs(Costs(large) - Costs(small)), 0, 1_000);
        small.Release();
        large.Release();
        await transform.DisposeAsync();

        long Costs(RecordBatch batch) => Allocated.By(() =>
        {
            transform.Process(batch, emitter);
            emitter.Dispose();
        });
    }

    private static RecordBatch Batch(Arena arena, int rows)
    {
        using var builder = new BatchBuilder(NamedRun.Connections, arena, rows);
        var address = new byte[16];
        for (var row = 0; row < rows; row++)
        {
            builder.AddRow();
            builder.Set(0, 1_000 * Told.Second);
            builder.Set(1, (ulong)row);
            Told.AddressKey($"10.1.0.{1 + row % 100}").CopyTo(address);
            builder.Set(5, address.AsSpan());
            Told.AddressKey($"10.1.0.{1 + row % 99}").CopyTo(address);
            builder.Set(6, address.AsSpan());
        }

        return builder.Build(new BatchOrigin("elsewhere", "sockets", 1), 0)!;
    }
}
