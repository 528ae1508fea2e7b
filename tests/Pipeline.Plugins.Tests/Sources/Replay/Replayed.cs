using Pipeline.Plugins.Tests.Support;
using Pipeline.Sources.Replay;
using Pipeline.Sources.Replay.Files;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources.Replay;

/// <summary>The rows that a file of packets became.</summary>
internal sealed class Replayed
{
    /// <summary>Where positions begin of which nobody saw the beginning.</summary>
    public const ulong UnknownStart = 1UL << 48;

    public List<DataRow> Data { get; } = [];

    public List<EventRow> Events { get; } = [];

    /// <summary>The figures at the end.</summary>
    public Dictionary<string, ulong> Stats { get; } = [];

    public Dictionary<string, long> Dropped { get; private init; } = [];

    /// <summary>Why the file could not be read further; null when it could.</summary>
    public string? Problem { get; private set; }

    /// <summary>Runs the reader over a file in memory.</summary>
    public static async Task<Replayed> BytesAsync(byte[] file)
    {
        using var run = new SourceRun();
        var problem = await RunAsync(file, run);
        var replayed = Of(run);
        replayed.Problem = problem;
        return replayed;
    }

    /// <summary>As above, and answers only what the problem was: for callers that look at the emitter.</summary>
    public static async Task<string?> RunAsync(byte[] file, ISourceEmitter run)
    {
        using var replay = new PacketReplay(new Pace(0, TimeProvider.System), run, TimeProvider.System);
        using var input = new InputFile(new MemoryStream(file, writable: false), replay.FlushAsync);
        try
        {
            await replay.RunAsync(input, CancellationToken.None);
            return null;
        }
        catch (MalformedException problem)
        {
            return problem.Message;
        }
    }

    /// <summary>Runs the source over a file, as the host does.</summary>
    public static async Task<Replayed> FileAsync(string path)
    {
        using var run = new SourceRun();
        await new ReplaySource(new ReplayOptions { File = path }, new LentContext()).RunAsync(run, CancellationToken.None);
        return Of(run);
    }

    /// <summary>The bytes of one direction of one connection, with a dot for each byte that was not seen.</summary>
    public byte[] Stream(ulong connection, byte direction)
    {
        var stream = new List<byte>();
        foreach (var row in Data.Where(r => r.Connection == connection && r.Direction == direction))
        {
            var position = row.Position % UnknownStart;
            Assert.True(position >= (ulong)stream.Count, $"position {row.Position} after {stream.Count} bytes");
            stream.AddRange(Enumerable.Repeat((byte)'.', (int)position - stream.Count));
            stream.AddRange(row.Payload);
            stream.AddRange(Enumerable.Repeat((byte)'.', (int)row.Size - row.Payload.Length));
        }

        return [.. stream];
    }

    private static Replayed Of(SourceRun run)
    {
        var replayed = new Replayed { Dropped = new(run.Tally.Dropped) };
        foreach (var batch in run.Of("conn_data"))
            for (var row = 0; row < batch.Rows; row++)
                replayed.Data.Add(new DataRow(new Cells(batch, row)));
        foreach (var batch in run.Of("conn_events"))
            for (var row = 0; row < batch.Rows; row++)
                replayed.Events.Add(new EventRow(new Cells(batch, row)));
        var (stats, ordinal) = (run.Of("replay_stats").Last(), 2);
        for (; ordinal < stats.Schema.Columns.Length; ordinal++)
            replayed.Stats.Add(stats.Schema.Columns[ordinal].Name, stats.Column<ulong>(ordinal)[0]);
        Assert.Equal(run.Tally.Created, run.Batches.Sum(b => b.Rows) + run.Tally.Dropped.Values.Sum());
        Assert.Equal(run.Batches.Count, run.Flushed);
        return replayed;
    }
}
