using Pipeline.Transforms.Protocols.Http;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What rows of http_events hold, as one number: the same that the baseline makes of what it parsed.</summary>
internal sealed class HttpDigest : IEmitter
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
            var request = Hash(Hash(Start, batch.Cell(HttpTable.Method, row)), batch.Cell(HttpTable.Path, row));
            Value = Value * 31 + request
                + 3 * FieldsOf(batch.Cell(HttpTable.RequestHeaders, row)) + batch.Column<ulong>(HttpTable.RequestBodySize)[row]
                + 5 * FieldsOf(batch.Cell(HttpTable.ResponseHeaders, row)) + 7 * batch.Column<ulong>(HttpTable.ResponseBodySize)[row]
                + 11 * (ulong)batch.Column<ushort>(HttpTable.Status)[row];
        }

        Rows += batch.Rows;
        batch.Release();
    }

    private static ulong FieldsOf(ReadOnlySpan<byte> map)
    {
        var sum = 0ul;
        foreach (var (name, value) in new AttributeMap(map))
            sum += Hash(Hash(Start, name), value.Bytes);
        return sum;
    }

    private static ulong Hash(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            hash = (hash ^ b) * Prime;
        return (hash ^ 256) * Prime;
    }
}
