using Pipeline.Transforms.Protocols.Redis;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What rows of redis_events hold, as one number: the same that the baseline makes of what it parsed.</summary>
internal sealed class RespDigest : IEmitter
{
    private const ulong Start = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    internal ulong Value { get; private set; }

    internal int Rows { get; private set; }

    public Arena Arena { get; } = new(64 << 20);

    public Tally Tally { get; } = new();

    public void Emit(RecordBatch batch)
    {
        for (var row = 0; row < batch.Rows; row++)
        {
            var request = Hash(Start, batch.Cell(RedisTable.Command, row));
            foreach (var argument in new Utf8List(batch.Cell(RedisTable.Arguments, row)))
                request = Hash(Hash(request, "|"u8), argument);
            Value += request + 3 * Hash(Start, batch.Cell(RedisTable.Response, row));
        }

        Rows += batch.Rows;
        batch.Release();
    }

    private static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            hash = (hash ^ b) * Prime;
        return hash;
    }
}
