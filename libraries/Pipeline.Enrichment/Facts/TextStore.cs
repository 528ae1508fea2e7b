using System.Buffers.Binary;

namespace Pipeline.Enrichment;

/// <summary>
/// Texts, each kept once however many want it, and counted: the last release forgets it. What is forgotten leaves a hole, and when holes take more than texts, all
/// texts move together. One thread.
/// </summary>
/// <param name="limit">Bytes of all pages together.</param>
internal sealed class TextStore(long limit)
{
    /// <summary>The longest text there is room for: none spans two pages.</summary>
    public const int Longest = PageBytes - HeaderBytes;

    // Below the size from which the runtime never moves an array.
    private const int PageBytes = 64 << 10;

    // Before each text: its number, or that it is forgotten, and its length.
    private const int HeaderBytes = 8;
    private const int Forgotten = -1;
    private const int None = -1;

    private readonly List<byte[]> _pages = [];
    private readonly List<int> _ends = [];
    private int[] _places = [];
    private int[] _references = [];
    private int[] _next = [];
    private int[] _buckets = [None];
    private int _free = None;
    private int _numbers;
    private int _count;
    private long _used;
    private long _holes;

    /// <summary>Texts that differ.</summary>
    public int Count => _count;

    /// <summary>Bytes taken, whatever is in them.</summary>
    public long Bytes => (long)_pages.Count * PageBytes + (_places.Length + _references.Length + _next.Length + _buckets.Length) * sizeof(int);

    /// <summary>The number of a text, which the caller gives back with <see cref="Release"/>; false when there is no room for it.</summary>
    public bool TryIntern(ReadOnlySpan<byte> text, out int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, Longest);
        var hash = Hash(text);
        for (number = _buckets[hash & (_buckets.Length - 1)]; number != None; number = _next[number])
            if (Read(number).SequenceEqual(text))
            {
                _references[number]++;
                return true;
            }

        if (!TryPlace(HeaderBytes + text.Length, out var place))
            return false;
        number = NextNumber();
        var room = _pages[place / PageBytes].AsSpan(place % PageBytes);
        BinaryPrimitives.WriteInt32LittleEndian(room, number);
        BinaryPrimitives.WriteInt32LittleEndian(room[sizeof(int)..], text.Length);
        text.CopyTo(room[HeaderBytes..]);
        (_places[number], _references[number]) = (place, 1);
        if (++_count > _buckets.Length)
            Rehash(2 * _buckets.Length);
        else
            Link(number, hash);
        return true;
    }

    /// <summary>Gives one interning back.</summary>
    public void Release(int number)
    {
        if (--_references[number] > 0)
            return;
        var text = Read(number);
        Unlink(number, Hash(text));
        BinaryPrimitives.WriteInt32LittleEndian(_pages[_places[number] / PageBytes].AsSpan(_places[number] % PageBytes), Forgotten);
        _holes += HeaderBytes + text.Length;
        _used -= HeaderBytes + text.Length;
        (_next[number], _free) = (_free, number);
        _count--;
        if (_holes > Math.Max(_used, PageBytes))
            MoveTogether();
    }

    /// <summary>A text's bytes, until the next text is interned or released.</summary>
    public ReadOnlySpan<byte> Read(int number)
    {
        var room = _pages[_places[number] / PageBytes].AsSpan(_places[number] % PageBytes);
        return room.Slice(HeaderBytes, BinaryPrimitives.ReadInt32LittleEndian(room[sizeof(int)..]));
    }

    // Seeded anew in each process: names come from outside, and none must find which of them collide.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        return hash.ToHashCode();
    }

    private bool TryPlace(int bytes, out int place)
    {
        if (TryEnd(bytes, out place))
            return true;
        if (_holes < bytes)
            return false;
        MoveTogether();
        return TryEnd(bytes, out place);
    }

    private bool TryEnd(int bytes, out int place)
    {
        var page = _pages.Count - 1;
        if (page < 0 || _ends[page] + bytes > PageBytes)
        {
            place = 0;
            if ((_pages.Count + 1L) * PageBytes > Math.Min(Math.Max(limit, PageBytes), int.MaxValue))
                return false;
            _pages.Add(GC.AllocateUninitializedArray<byte>(PageBytes));
            _ends.Add(0);
            page++;
        }

        place = page * PageBytes + _ends[page];
        _ends[page] += bytes;
        _used += bytes;
        return true;
    }

    /// <summary>In the order in which texts lie, so that none is overwritten before it has moved: packed anew, none comes to lie behind where it was.</summary>
    private void MoveTogether()
    {
        var (to, end) = (0, 0);
        for (var page = 0; page < _pages.Count; page++)
        {
            var last = _ends[page];
            for (int at = 0, bytes; at < last; at += bytes)
            {
                var text = _pages[page].AsSpan(at);
                var number = BinaryPrimitives.ReadInt32LittleEndian(text);
                bytes = HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(text[sizeof(int)..]);
                if (number == Forgotten)
                    continue;
                if (end + bytes > PageBytes)
                {
                    _ends[to++] = end;
                    end = 0;
                }

                text[..bytes].CopyTo(_pages[to].AsSpan(end));
                _places[number] = to * PageBytes + end;
                end += bytes;
            }
        }

        var kept = end == 0 ? to : to + 1;
        if (end > 0)
            _ends[to] = end;
        _pages.RemoveRange(kept, _pages.Count - kept);
        _ends.RemoveRange(kept, _ends.Count - kept);
        _holes = 0;
    }

    private int NextNumber()
    {
        if (_free != None)
        {
            var number = _free;
            _free = _next[number];
            return number;
        }

        if (_numbers == _places.Length)
        {
            var room = _numbers + Math.Max(64, _numbers / 2);
            Array.Resize(ref _places, room);
            Array.Resize(ref _references, room);
            Array.Resize(ref _next, room);
        }

        return _numbers++;
    }

    private void Link(int number, int hash)
    {
        ref var first = ref _buckets[hash & (_buckets.Length - 1)];
        (_next[number], first) = (first, number);
    }

    private void Unlink(int number, int hash)
    {
        ref var link = ref _buckets[hash & (_buckets.Length - 1)];
        while (link != number)
            link = ref _next[link];
        link = _next[number];
    }

    private void Rehash(int buckets)
    {
        _buckets = new int[buckets];
        Array.Fill(_buckets, None);
        for (var page = 0; page < _pages.Count; page++)
            for (var at = 0; at < _ends[page];)
            {
                var text = _pages[page].AsSpan(at);
                var (number, length) = (BinaryPrimitives.ReadInt32LittleEndian(text), BinaryPrimitives.ReadInt32LittleEndian(text[sizeof(int)..]));
                if (number != Forgotten)
                    Link(number, Hash(text.Slice(HeaderBytes, length)));
                at += HeaderBytes + length;
            }
    }
}
