using System.Runtime.InteropServices;
using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Tests;

/// <summary>A ring in our own memory with a kernel's side to it: records are laid out as the kernel lays them out, the double mapping done by copying.</summary>
internal sealed unsafe class SyntheticRing : IDisposable
{
    internal const uint Busy = 1u << 31;
    internal const uint Discarded = 1u << 30;

    private readonly ulong* _positions = (ulong*)NativeMemory.AllocZeroed(2 * sizeof(ulong));
    private readonly byte* _data;
    private readonly int _size;

    internal SyntheticRing(int size, ulong start = 0)
    {
        _size = size;
        _data = (byte*)NativeMemory.AllocZeroed((nuint)(2 * size));
        Consumed = Produced = start;
        Ring = new RingBuffer(_positions, _positions + 1, _data, (ulong)size);
    }

    internal RingBuffer Ring { get; }

    internal ulong Consumed { get => _positions[0]; set => _positions[0] = value; }

    internal ulong Produced { get => _positions[1]; set => _positions[1] = value; }

    /// <summary>Adds a record; returns false when it has no room, as the kernel would.</summary>
    internal bool Add(ReadOnlySpan<byte> record, uint flags = 0)
    {
        var slot = (record.Length + 15) & ~7;
        if ((int)(Produced - Consumed) + slot > _size)
            return false;
        Write(Produced, BitConverter.GetBytes((uint)record.Length | flags));
        Write(Produced + 4, new byte[4]);
        Write(Produced + 8, record);
        Produced += (ulong)slot;
        return true;
    }

    internal void SetHeader(ulong position, uint header) => Write(position, BitConverter.GetBytes(header));

    public void Dispose()
    {
        NativeMemory.Free(_positions);
        NativeMemory.Free(_data);
    }

    private void Write(ulong position, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var offset = (int)((position + (ulong)i) % (ulong)_size);
            _data[offset] = _data[offset + _size] = bytes[i];
        }
    }
}
