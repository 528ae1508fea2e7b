using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Bpf.Rings;

/// <summary>Copies the records of a ring's only table, whose rows are the struct and nothing else: the shape of most rings and the fastest way through.</summary>
internal unsafe struct PlainRowCopier(TableSpec table, Block rows, int capacity) : IRecordConsumer
{
    private readonly byte* _end = rows.Memory + (long)capacity * table.Stride;
    private readonly uint _tag = table.Tag;
    private readonly int _size = table.RecordSize;
    private readonly int _stride = table.Stride;
    private byte* _next = rows.Memory;

    internal long Malformed { get; private set; }

    internal long Unknown { get; private set; }

    internal readonly int Rows(Block rows) => (int)((_next - rows.Memory) / _stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryConsume(byte* record, int length)
    {
        if (_next == _end)
            return false;
        if (length < _size || *(uint*)record != _tag)
        {
            Refuse(length);
            return true;
        }

        // A ring slot is as long as the row: both are rounded up to 8.
        var row = _next;
        var left = _stride;
        for (; left >= Vector256<byte>.Count; left -= Vector256<byte>.Count)
        {
            Vector256.Store(Vector256.Load(record), row);
            record += Vector256<byte>.Count;
            row += Vector256<byte>.Count;
        }

        for (; left > 0; left -= sizeof(ulong))
        {
            *(ulong*)row = *(ulong*)record;
            record += sizeof(ulong);
            row += sizeof(ulong);
        }

        _next = row;
        return true;
    }

    private void Refuse(int length)
    {
        if (length < _size)
            Malformed++;
        else
            Unknown++;
    }
}
