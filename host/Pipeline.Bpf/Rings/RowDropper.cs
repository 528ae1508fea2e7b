namespace Pipeline.Bpf.Rings;

/// <summary>Takes records and keeps nothing of them.</summary>
internal struct RowDropper : IRecordConsumer
{
    public readonly unsafe bool TryConsume(byte* record, int length) => true;
}
