using System.Runtime.CompilerServices;

namespace Pipeline.Bpf.Maps;

/// <summary>
/// Entries of a map that their program has ended and that have been told for the last time. They stay until the reading ends, because a walk by keys goes on from
/// the entry before.
/// </summary>
internal sealed unsafe class EndedEntries(MetricMap map)
{
    private readonly int _offset = map.Spec.EndedOffset;
    private byte[] _keys = [];
    private int _used;

    /// <summary>Notes which of the buffer's entries are done with. One that ended since the reading began may have been read before its last figures.</summary>
    /// <param name="buffer">What was told.</param>
    /// <param name="count">Entries in it.</param>
    /// <param name="begun">When the reading began, in nanoseconds since boot.</param>
    internal void Note(EntryBuffer buffer, int count, long begun)
    {
        for (var i = 0; i < count; i++)
        {
            var ended = Unsafe.ReadUnaligned<long>(buffer.Values + (long)i * buffer.ValueSize + _offset);
            if (ended == 0 || ended >= begun)
                continue;
            if (_used + buffer.KeySize > _keys.Length)
                Array.Resize(ref _keys, Math.Max(2 * _keys.Length, 64 * buffer.KeySize));
            new ReadOnlySpan<byte>(buffer.Keys + (long)i * buffer.KeySize, buffer.KeySize).CopyTo(_keys.AsSpan(_used));
            _used += buffer.KeySize;
        }
    }

    internal void TakeOut()
    {
        map.TakeOut(_keys.AsSpan(0, _used));
        _used = 0;
    }
}
