using System.Runtime.InteropServices;

namespace Pipeline.Lines.Rows;

/// <summary>Where a line's attributes are put together before they go into the row: native memory, outside the managed heap's limit. One thread at a time.</summary>
internal sealed unsafe class LineScratch : IDisposable
{
    // A list of small numbers, [1,1,1], is two bytes a number in a line and nine as attributes.
    private const int MostGrowth = 5;

    // What is written behind the attributes in passing, by vector stores and for a line that is kept.
    private const int Slack = 256;
    private const nuint MostKept = 1 << 20;

    private byte* _memory;
    private nuint _capacity;

    /// <summary>The first byte.</summary>
    public byte* Start => _memory;

    /// <summary>Bytes of attributes.</summary>
    public int Length { get; set; }

    /// <summary>The attributes.</summary>
    public ReadOnlySpan<byte> Written => new(_memory, Length);

    /// <summary>Makes room for what a line of so many bytes can become, whatever is in it.</summary>
    public void Open(int lineLength)
    {
        Length = 0;
        var needed = (nuint)(MostGrowth * (long)lineLength + Slack);
        if (needed > _capacity || _capacity > MostKept && needed <= MostKept)
            Resize(Math.Max(needed, 1 << 14));
    }

    /// <summary>Adds an attribute behind those there are.</summary>
    public void Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> text)
    {
        Sized(key);
        _memory[Length++] = (byte)AttributeKind.Utf8;
        Sized(text);
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
        _capacity = 0;
    }

    private void Sized(ReadOnlySpan<byte> bytes)
    {
        *(uint*)(_memory + Length) = (uint)bytes.Length;
        bytes.CopyTo(new Span<byte>(_memory + Length + sizeof(uint), bytes.Length));
        Length += sizeof(uint) + bytes.Length;
    }

    private void Resize(nuint capacity)
    {
        Dispose();
        _memory = (byte*)NativeMemory.Alloc(capacity);
        _capacity = capacity;
    }
}
