using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Lines.Columns;

/// <summary>Keys and what becomes of their values. Filled when a source is built; looked up for every key of every line, mostly in vain.</summary>
internal sealed unsafe class KeyTable
{
    private const ulong Mixer = 0x9e3779b97f4a7c15;

    private readonly Dictionary<string, KeyTarget> _targets = new(StringComparer.Ordinal);
    private Slot[] _slots = [];
    private int _shift;

    /// <summary>The target of a key, made when it is new.</summary>
    public KeyTarget this[string key]
    {
        get
        {
            if (!_targets.TryGetValue(key, out var target))
                _targets[key] = target = new KeyTarget();
            return target;
        }
    }

    /// <summary>Routes a key, or a path of keys with dots between them, to a column.</summary>
    public void Route(string path, LineColumn column)
    {
        this[path].Column = column;
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = path.IndexOf('.', dot + 1))
            (this[path[..dot]].Inner ??= new KeyTable()).Route(path[(dot + 1)..], column);
    }

    /// <summary>Makes the table ready for <see cref="Find"/>. Called once, when all keys are in.</summary>
    public void Freeze()
    {
        // Four slots a key: most keys that are not here meet an empty one first.
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, 4 * _targets.Count));
        _shift = 64 - BitOperations.Log2((uint)size);
        _slots = new Slot[size];
        foreach (var (key, target) in _targets)
        {
            var bytes = new byte[Math.Max(sizeof(ulong), System.Text.Encoding.UTF8.GetByteCount(key))];
            var length = System.Text.Encoding.UTF8.GetBytes(key, bytes);
            ulong head;
            int index;
            fixed (byte* text = bytes)
                index = IndexOf(text, length, out head);
            while (_slots[index].Target is not null)
                index = (index + 1) & (size - 1);
            _slots[index] = new Slot(head, length, bytes, target);
            target.Inner?.Freeze();
        }
    }

    /// <summary>The target of a key; null when there is none.</summary>
    /// <param name="key">The key, with eight bytes to read.</param>
    /// <param name="length">Its length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public KeyTarget? Find(byte* key, int length)
    {
        var index = IndexOf(key, length, out var head);
        for (var slots = _slots; ; index = (index + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[index];
            if (slot.Target is null)
                return null;
            if (slot.Head == head && slot.Length == length && (length <= sizeof(ulong) || new ReadOnlySpan<byte>(key, length).SequenceEqual(slot.Key)))
                return slot.Target;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int IndexOf(byte* key, int length, out ulong head)
    {
        head = Unsafe.ReadUnaligned<ulong>(key);
        if (length < sizeof(ulong))
            head &= (1UL << (8 * length)) - 1;
        return (int)(((head ^ (ulong)(uint)length) * Mixer) >> _shift);
    }

    private readonly record struct Slot(ulong Head, int Length, byte[] Key, KeyTarget? Target);
}
