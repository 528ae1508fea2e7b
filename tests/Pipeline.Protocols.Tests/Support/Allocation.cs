using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>What rows of a protocol cost of managed memory.</summary>
internal static class Allocation
{
    private const int Rounds = 20;

    /// <summary>Says the same again and again; once it has been said for a while nothing is allocated for it.</summary>
    /// <param name="talk">What was said so far.</param>
    /// <param name="say">What is said again and again.</param>
    /// <param name="rows">How many rows that is.</param>
    public static void IsNone(Talk talk, Action<Talk> say, int rows)
    {
        using var emitter = new CollectingEmitter();
        using var transform = new ProtocolsTransform(new ProtocolsOptions(), new LentContext(new SetClock()));
        transform.Bind([StreamTables.Data]);
        if (talk.Pieces.Count > 0)
            Process(transform, emitter, talk, 0);
        var allocated = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var said = talk.Pieces.Count;
            say(talk);
            var cost = Process(transform, emitter, talk, said, rows);
            // What the first rounds allocate is kept and used again; what compiles late is booked on whoever comes by.
            allocated = round < Rounds / 2 ? allocated : Math.Min(allocated, cost);
        }

        Assert.True(allocated < rows * 8, $"{allocated / (double)rows} bytes a row");
    }

    private static long Process(ProtocolsTransform transform, CollectingEmitter emitter, Talk talk, int from, int? rows = null)
    {
        using var builder = new BatchBuilder(StreamTables.Data, emitter.Arena, talk.Pieces.Count - from);
        foreach (var piece in talk.Pieces.Skip(from))
            ProtocolRun.Add(builder, piece);
        var batch = builder.Build(new BatchOrigin("host", "test", 0), 0)!;
        var before = GC.GetAllocatedBytesForCurrentThread();
        transform.Process(batch, emitter);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        batch.Release();
        Assert.Equal(rows ?? emitter.Batches.Sum(b => b.Rows), emitter.Batches.Sum(b => b.Rows));
        emitter.Dispose();
        return allocated;
    }
}
