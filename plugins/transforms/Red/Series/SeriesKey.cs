using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Pipeline.Grouping;

namespace Pipeline.Transforms.Red.Series;

/// <summary>Puts keys together, cell by cell in the order of the labels: the texts among themselves, and so the others.</summary>
internal sealed unsafe class SeriesKey
{
    private readonly ulong[] _fixed;
    private readonly byte[] _tail = new byte[KeyReader.LongestTail];
    private int _fixedUsed;
    private int _tailUsed;
    private bool _isTooLong;

    /// <param name="keys">The labels.</param>
    // Pinned, and at least a word so that there is one to point at.
    public SeriesKey(KeySchema keys) => _fixed = GC.AllocateArray<ulong>(Math.Max(1, keys.FixedBytes / sizeof(ulong)), pinned: true);

    /// <summary>Begins the next key; what is filled up to whole words stays zero.</summary>
    public void Begin() => (_fixedUsed, _tailUsed, _isTooLong) = (0, 0, false);

    public void Text(ReadOnlySpan<byte> value)
    {
        if (value.Length > _tail.Length - _tailUsed - sizeof(int))
        {
            _isTooLong = true;
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_tail.AsSpan(_tailUsed), value.Length);
        value.CopyTo(_tail.AsSpan(_tailUsed + sizeof(int)));
        _tailUsed += sizeof(int) + value.Length;
    }

    public void Number<T>(T value)
        where T : unmanaged
    {
        Unsafe.WriteUnaligned((byte*)Unsafe.AsPointer(ref _fixed[0]) + _fixedUsed, value);
        _fixedUsed += sizeof(T);
    }

    /// <summary>A fixed cell as it lies in a row; one that is shorter is filled up with zeros.</summary>
    public void Bytes(ReadOnlySpan<byte> value, int width)
    {
        var cell = new Span<byte>((byte*)Unsafe.AsPointer(ref _fixed[0]) + _fixedUsed, width);
        value.CopyTo(cell);
        cell[value.Length..].Clear();
        _fixedUsed += width;
    }

    /// <summary>The group of the key; one that is too long for a name has none of its own.</summary>
    public int FindIn(GroupTable groups) =>
        _isTooLong ? groups.Overflowed() : groups.Find((ulong*)Unsafe.AsPointer(ref _fixed[0]), _tail.AsSpan(0, _tailUsed));
}
