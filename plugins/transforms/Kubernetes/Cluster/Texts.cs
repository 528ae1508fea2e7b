using System.Runtime.CompilerServices;
using System.Text;

namespace Pipeline.Transforms.Kubernetes.Cluster;

/// <summary>
/// Texts by number, each stored once as UTF-8 however many objects have it, for as long as one of them does. Number 0 is the empty text. One thread at a time.
/// </summary>
internal sealed class Texts
{
    /// <summary>Longer ones, such as annotations with whole documents, are cut.</summary>
    public const int MaxBytes = 1024;

    private byte[][] _bytes = new byte[64][];
    private Entry[] _entries = new Entry[64];
    private int[] _buckets = new int[64];
    private int _used = 1;
    private int _free;

    public Texts() => _bytes[0] = [];

    /// <summary>Different texts.</summary>
    public int Count { get; private set; }

    /// <summary>The text; valid while somebody keeps it.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes[number];

    /// <summary>The number of a text, which is kept until it has been let go as often as it was kept.</summary>
    [SkipLocalsInit]
    public int Keep(string text)
    {
        if (text.Length == 0)
            return 0;
        Span<byte> bytes = stackalloc byte[MaxBytes];
        return Keep(bytes[..Encode(text, bytes)]);
    }

    /// <summary>Whether a number stands for a text.</summary>
    [SkipLocalsInit]
    public bool Is(int number, string text)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        return bytes[..Encode(text, bytes)].SequenceEqual(_bytes[number]);
    }

    /// <summary>Ends one <see cref="Keep(string)"/>.</summary>
    public void LetGo(int number)
    {
        if (number == 0 || --_entries[number].Keepers > 0)
            return;
        ref var link = ref _buckets[_entries[number].Hash & _buckets.Length - 1];
        while (link != number)
            link = ref _entries[link].Next;
        link = _entries[number].Next;
        _bytes[number] = [];
        _entries[number].Next = _free;
        _free = number;
        Count--;
    }

    private int Keep(ReadOnlySpan<byte> text)
    {
        var hash = new HashCode();
        hash.AddBytes(text);
        var code = hash.ToHashCode();
        for (var i = _buckets[code & _buckets.Length - 1]; i != 0; i = _entries[i].Next)
            if (_entries[i].Hash == code && text.SequenceEqual(_bytes[i]))
            {
                _entries[i].Keepers++;
                return i;
            }

        var number = Take();
        ref var bucket = ref _buckets[code & _buckets.Length - 1];
        _entries[number] = new Entry { Hash = code, Next = bucket, Keepers = 1 };
        _bytes[number] = text.ToArray();
        bucket = number;
        Count++;
        return number;
    }

    /// <summary>What fits of a text, in whole characters.</summary>
    private static int Encode(string text, Span<byte> bytes)
    {
        if (Encoding.UTF8.TryGetBytes(text, bytes, out var length))
            return length;
        length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.TryEncodeToUtf8(bytes[length..], out var written))
                break;
            length += written;
        }

        return length;
    }

    private int Take()
    {
        if (_free != 0)
        {
            var number = _free;
            _free = _entries[number].Next;
            return number;
        }

        if (_used == _entries.Length)
            Grow();
        return _used++;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        Array.Resize(ref _bytes, _entries.Length);
        _buckets = new int[_entries.Length];
        for (var i = 1; i < _used; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash & _buckets.Length - 1];
            (_entries[i].Next, bucket) = (bucket, i);
        }
    }

    private struct Entry
    {
        public int Hash;
        public int Next;
        public int Keepers;
    }
}
