using System.Runtime.InteropServices;

namespace Pipeline.Bpf.Maps;

/// <summary>Room for some entries of a map, kept from reading to reading: keys in one piece of memory, values in another, as the kernel fills them.</summary>
internal sealed unsafe class EntryBuffer : IDisposable
{
    internal EntryBuffer(int keySize, int valueSize, int capacity)
    {
        KeySize = keySize;
        ValueSize = valueSize;
        Allocate(capacity);
    }

    internal int KeySize { get; }

    /// <summary>Bytes of a value, of all CPUs together.</summary>
    internal int ValueSize { get; }

    /// <summary>Entries.</summary>
    internal int Capacity { get; private set; }

    internal byte* Keys { get; private set; }

    internal byte* Values { get; private set; }

    /// <summary>Makes room for twice as many. What was in it is gone.</summary>
    internal void Grow()
    {
        var capacity = checked(2 * Capacity);
        Dispose();
        Allocate(capacity);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Keys);
        NativeMemory.AlignedFree(Values);
        Keys = null;
        Values = null;
        Capacity = 0;
    }

    private void Allocate(int capacity)
    {
        const int alignment = 64;
        Keys = (byte*)NativeMemory.AlignedAlloc((nuint)capacity * (nuint)KeySize, alignment);
        Values = (byte*)NativeMemory.AlignedAlloc((nuint)capacity * (nuint)ValueSize, alignment);
        Capacity = capacity;
    }
}
