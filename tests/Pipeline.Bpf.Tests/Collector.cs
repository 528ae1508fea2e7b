using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

/// <summary>Keeps the records it is given, up to a limit.</summary>
internal struct Collector(List<byte[]> records, int limit = int.MaxValue) : IRecordConsumer
{
    public readonly unsafe bool TryConsume(byte* record, int length)
    {
        if (records.Count == limit)
            return false;
        records.Add(new ReadOnlySpan<byte>(record, length).ToArray());
        return true;
    }
}
