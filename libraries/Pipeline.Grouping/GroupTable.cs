using System.Numerics;
using System.Runtime.CompilerServices;
using Pipeline.Expressions.Evaluation;

namespace Pipeline.Grouping;

/// <summary>
/// Finds the group of each row by the bytes of its key. Records lie in blocks of the arena, so that groups cost row memory, which is bounded; a row for whose
/// group there is no room belongs to the <see cref="Overflow"/> group. One thread at a time.
/// </summary>
internal sealed unsafe class GroupTable : IDisposable
{
    /// <summary>The group of rows that found no other.</summary>
    public const int Overflow = 0;

    private const int BlockBytes = 64 << 10;
    private const int KeyBytesAGroup = 256;

    private readonly KeySchema _keys;
    private readonly RecordState _state;
    private readonly int _most;
    private readonly int _stateOffset;
    private readonly int _recordBytes;
    private readonly int _shift;
    private readonly ulong[] _scratch;
    private readonly KeyHeap _tails;
    private readonly KeyHash _hash = KeyHash.Random();
    private readonly GroupIndex _index = new();
    private readonly List<Block> _blocks = [];
    private nint[] _records = [];
    private Arena? _arena;

    public GroupTable(KeySchema keys, RecordState state, int mostGroups)
    {
        _keys = keys;
        _state = state;
        _most = mostGroups;
        _stateOffset = sizeof(GroupHeader) + keys.FixedBytes;
        _recordBytes = _stateOffset + state.Size;
        _shift = BitOperations.Log2((uint)Math.Max(1, BlockBytes / _recordBytes));
        // Pinned, and zero where keys are filled up to whole words.
        _scratch = GC.AllocateArray<ulong>(Window.Size * keys.FixedBytes / sizeof(ulong), pinned: true);
        _tails = new KeyHeap((long)mostGroups * KeyBytesAGroup);
    }

    /// <summary>Groups there are, the overflow group not counted: they are numbered from 1.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the interval at hand.</summary>
    public long Interval { get; set; }

    /// <summary>When the interval at hand began, in Unix nanoseconds: no row of a group that is new lies before it.</summary>
    public long IntervalStart { get; set; }

    /// <summary>Whether rows found no group and were put together in the <see cref="Overflow"/> group.</summary>
    public bool HasOverflowed => _blocks.Count > 0 && Header(Overflow)->Seen >= 0;

    /// <summary>To be called before groups are looked for.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the first group.</exception>
    public void Prepare(Arena arena)
    {
        _arena = arena;
        if (_blocks.Count > 0)
            return;
        Hold(arena.Rent(_recordBytes << _shift));
        Begin(Overflow);
    }

    /// <summary>Writes the group of each row.</summary>
    /// <param name="reader">Of the batch's table.</param>
    /// <param name="window">The rows.</param>
    /// <param name="rows">Those that matter, a bit each.</param>
    /// <param name="groups">A group a row.</param>
    public void Find(KeyReader reader, in Window window, ulong rows, Span<int> groups)
    {
        if (rows == 0)
            return;
        if (_keys.Columns.IsEmpty)
        {
            groups.Fill(Find(null, default));
            return;
        }

        var keys = (ulong*)Unsafe.AsPointer(ref _scratch.Length > 0 ? ref _scratch[0] : ref Unsafe.NullRef<ulong>());
        var words = _keys.FixedBytes / sizeof(ulong);
        reader.ReadFixed(window.Batch, window.First, window.Count, (byte*)keys);
        for (var left = rows; left != 0; left &= left - 1)
        {
            var row = BitOperations.TrailingZeroCount(left);
            ReadOnlySpan<byte> tail = default;
            groups[row] = !_keys.HasVariable || reader.TryReadTail(window.Batch, window.First + row, out tail)
                ? Find(keys + row * words, tail)
                : Overflowed();
        }
    }

    /// <summary>The group of a key, which is added if it is not there and there is room.</summary>
    /// <param name="key">The fixed part in whole words, as <see cref="KeySchema"/> lays it out.</param>
    /// <param name="tail">The variable part.</param>
    public int Find(ulong* key, ReadOnlySpan<byte> tail)
    {
        var hash = HashOf(key, tail);
        return Seek(hash, key, tail) is var group and > 0 ? Touch(group) : Add(hash, key, tail);
    }

    /// <summary>The group of a key, if there is one; else <see cref="Overflow"/>.</summary>
    /// <param name="key">The fixed part.</param>
    /// <param name="tail">The variable part.</param>
    public int Look(ulong* key, ReadOnlySpan<byte> tail) => Seek(HashOf(key, tail), key, tail) is var group and > 0 ? Touch(group) : Overflow;

    /// <summary>The overflow group, of which rows are told from now on.</summary>
    public int Overflowed() => Touch(Overflow);

    /// <summary>The bytes of a group's state, until groups come or go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* State(int group) => Record(group) + _stateOffset;

    public GroupHeader* Header(int group) => (GroupHeader*)Record(group);

    public ReadOnlySpan<byte> FixedKey(int group) => new(Record(group) + sizeof(GroupHeader), _keys.FixedBytes);

    public ReadOnlySpan<byte> Tail(int group) => _keys.HasVariable && group != Overflow ? _tails.Read(Header(group)->Tail) : default;

    /// <summary>Forgets all groups, and keeps as much memory as they took.</summary>
    public void Clear() => Keep(long.MaxValue);

    /// <summary>Forgets the groups that had no row since an interval. Those that stay get new numbers and keep their order.</summary>
    public void Keep(long since)
    {
        if (_blocks.Count == 0 || !HasSome(since))
            return;
        var (before, kept) = (Count, 0);
        _tails.Restart();
        _index.Clear();
        for (var group = 1; group <= before; group++)
            if (Header(group)->Seen >= since)
                Move(group, ++kept);
        Count = kept;
        if (Header(Overflow)->Seen < since)
            Begin(Overflow);
        _tails.Trim();
        Trim(since == long.MaxValue ? before : kept);
    }

    public void Dispose()
    {
        foreach (var block in _blocks)
            block.Release();
        _blocks.Clear();
        _tails.Dispose();
        _index.Clear();
        Count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Record(int group) => (byte*)_records[group >> _shift] + (group & ((1 << _shift) - 1)) * _recordBytes;

    private int Touch(int group)
    {
        Header(group)->Seen = Interval;
        return group;
    }


    private ulong HashOf(ulong* key, ReadOnlySpan<byte> tail) => _hash.Of(key, _keys.FixedBytes / sizeof(ulong), tail);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Seek(ulong hash, ulong* key, ReadOnlySpan<byte> tail)
    {
        for (var slot = _index.First(hash); ; slot = _index.Next(slot))
        {
            var group = _index.At(slot, hash);
            if (group == GroupIndex.Free || (group > 0 && IsSame(group, key, tail)))
                return group;
        }
    }

    private bool IsSame(int group, ulong* key, ReadOnlySpan<byte> tail)
    {
        var own = (ulong*)(Record(group) + sizeof(GroupHeader));
        for (var i = 0; i < _keys.FixedBytes / sizeof(ulong); i++)
            if (own[i] != key[i])
                return false;
        return !_keys.HasVariable || Tail(group).SequenceEqual(tail);
    }

    private int Add(ulong hash, ulong* key, ReadOnlySpan<byte> tail)
    {
        var group = Count + 1;
        KeyTail place = default;
        if (group > _most || !HasRoom(group) || (_keys.HasVariable && !_tails.TryAdd(_arena!, tail, out place)))
            return Touch(Overflow);
        Count = group;
        Begin(group);
        var header = Header(group);
        (header->Hash, header->Tail) = (hash, place);
        new ReadOnlySpan<byte>(key, _keys.FixedBytes).CopyTo(new Span<byte>(header + 1, _keys.FixedBytes));
        _index.Add(hash, group, RecordHash);
        return Touch(group);
    }

    private void Begin(int group)
    {
        *Header(group) = new GroupHeader { Start = IntervalStart, Seen = -1 };
        _state.Begin(State(group));
    }

    private bool HasSome(long before)
    {
        for (var group = 0; group <= Count; group++)
            if (Header(group)->Seen < before)
                return true;
        return false;
    }

    private ulong RecordHash(int group) => Header(group)->Hash;

    private bool HasRoom(int group)
    {
        if (group >> _shift < _blocks.Count)
            return true;
        if (!_arena!.TryRent(_recordBytes << _shift, out var block))
            return false;
        Hold(block);
        return true;
    }

    private void Hold(Block block)
    {
        if (_blocks.Count == _records.Length)
            Array.Resize(ref _records, Math.Max(4, 2 * _records.Length));
        _records[_blocks.Count] = (nint)block.Memory;
        _blocks.Add(block);
    }

    private void Move(int from, int to)
    {
        if (from != to)
            new ReadOnlySpan<byte>(Record(from), _recordBytes).CopyTo(new Span<byte>(Record(to), _recordBytes));
        var header = Header(to);
        if (_keys.HasVariable)
            header->Tail = _tails.Move(header->Tail);
        _index.Add(header->Hash, to, RecordHash);
    }

    private void Trim(int groups)
    {
        var kept = (groups >> _shift) + 1;
        for (var i = kept; i < _blocks.Count; i++)
            _blocks[i].Release();
        if (kept < _blocks.Count)
            _blocks.RemoveRange(kept, _blocks.Count - kept);
    }
}
