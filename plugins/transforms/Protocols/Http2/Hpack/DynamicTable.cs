namespace Pipeline.Transforms.Protocols.Http2.Hpack;

/// <summary>
/// The fields that one side has put into the table, the newest first, as far as they are known. Of a connection that was joined in the middle, and after a loss, the
/// newest ones are: whatever is referred to is counted from the newest, so that those which nobody saw are behind all that are known.
/// </summary>
/// <remarks>
/// Keeping an entry longer than the other side does is harmless: nobody refers to it any more. Missing one that was put in is not: so where it is not certain whether
/// one was, all are forgotten.
/// </remarks>
internal sealed class DynamicTable
{
    private const uint FirstMost = 4096;

    // What an entry counts for beside its name and value.
    private const int Overhead = 32;

    // Kept at most, whatever the two sides agree on: entries further back are not known.
    private const int MostKept = 16 << 10;

    private Entry[] _entries = [];
    private byte[] _bytes = [];
    private int _oldest;
    private int _start;
    private int _end;
    private int _size;
    private uint _most = FirstMost;
    private bool _isMostKnown = true;

    /// <summary>Entries that are known.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there are no others.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Bytes of memory held.</summary>
    public int Memory => _bytes.Length + _entries.Length * 16;

    private int Room => (int)Math.Min(_most, MostKept);

    /// <summary>The other side has told how much the table may hold.</summary>
    public void Resize(uint most)
    {
        (_most, _isMostKnown) = (most, true);
        Evict(0);
    }

    /// <summary>Entries may have been put in that nobody saw.</summary>
    public void Forget()
    {
        Clear();
        (IsWhole, _isMostKnown) = (false, false);
    }

    /// <summary>An entry by its place behind the newest; false: it is not known.</summary>
    /// <param name="place">0 is the newest.</param>
    /// <param name="name">Valid until the next change.</param>
    /// <param name="value">Valid until the next change.</param>
    /// <param name="hasName">Whether its name is known: it may have been put in with the name of one that is not.</param>
    public bool TryGet(int place, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value, out bool hasName)
    {
        name = default;
        value = default;
        hasName = false;
        if (place >= Count)
            return false;
        ref readonly var entry = ref _entries[Slot(Count - 1 - place)];
        name = _bytes.AsSpan(entry.Start, entry.Name);
        value = _bytes.AsSpan(entry.Start + entry.Name, entry.Value);
        hasName = entry.HasName;
        return true;
    }

    /// <summary>Puts an entry in. Neither span may lie in this table.</summary>
    public void Insert(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasName)
    {
        var (length, size) = (name.Length + value.Length, name.Length + value.Length + Overhead);
        if (size > Room)
        {
            // One that is larger than the table empties it, and is not put in.
            if (size > _most && _isMostKnown)
                Clear();
            else
                (Count, IsWhole, _size, _start, _end) = (0, false, 0, 0, 0);
            return;
        }

        Evict(size);
        MakeRoom(length);
        if (Count == _entries.Length)
            Grow();
        name.CopyTo(_bytes.AsSpan(_end));
        value.CopyTo(_bytes.AsSpan(_end + name.Length));
        _entries[Slot(Count++)] = new Entry(_end, name.Length, value.Length, hasName);
        _end += length;
        _size += size;
    }

    private int Slot(int fromOldest) => (_oldest + fromOldest) & (_entries.Length - 1);

    private void Clear() => (Count, _size, _start, _end) = (0, 0, 0, 0);

    private void Evict(int size)
    {
        while (Count > 0 && _size + size > Room)
        {
            ref readonly var oldest = ref _entries[_oldest];
            // The other side may still have it.
            IsWhole &= _most <= MostKept;
            _size -= oldest.Name + oldest.Value + Overhead;
            _start = oldest.Start + oldest.Name + oldest.Value;
            _oldest = Slot(1);
            Count--;
        }
    }

    /// <summary>Makes room behind the newest entry. Half of the room is free after that, so that few insertions move the others.</summary>
    private void MakeRoom(int length)
    {
        if (_end + length <= _bytes.Length)
            return;
        var (held, moved) = (_end - _start, _bytes);
        if (2 * (held + length) > _bytes.Length)
            moved = new byte[Math.Max(256, 2 * (held + length))];
        _bytes.AsSpan(_start, held).CopyTo(moved);
        for (var i = 0; i < Count; i++)
            _entries[Slot(i)].Start -= _start;
        (_bytes, _start, _end) = (moved, 0, held);
    }

    private void Grow()
    {
        var larger = new Entry[Math.Max(8, 2 * _entries.Length)];
        for (var i = 0; i < Count; i++)
            larger[i] = _entries[Slot(i)];
        (_entries, _oldest) = (larger, 0);
    }

    private record struct Entry(int Start, int Name, int Value, bool HasName);
}
