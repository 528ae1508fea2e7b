using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Maps;

/// <summary>
/// The map behind a table of figures, in a loaded object. One reader at a time; <see cref="Met"/> on any thread.
/// </summary>
public sealed class MetricMap
{
    private readonly int _descriptor;
    private readonly int _cpus;
    private long _met;

    internal MetricMap(MetricSpec spec, int descriptor, long entries, int cpus, long startTime)
    {
        Spec = spec;
        Entries = entries;
        StartTime = startTime;
        _descriptor = descriptor;
        _cpus = spec.IsPerCpu ? cpus : 1;
    }

    /// <summary>What an entry looks like.</summary>
    public MetricSpec Spec { get; }

    /// <summary>Entries the map has room for.</summary>
    public long Entries { get; }

    /// <summary>Nanoseconds since boot when its figures began to count.</summary>
    public long StartTime { get; }

    /// <summary>Entries that readings have met so far, the same entry once a reading. Those of an array that nobody touched are not met.</summary>
    public long Met => Volatile.Read(ref _met);

    internal int Cpus => _cpus;

    /// <summary>Bytes from one CPU's value to the next one's.</summary>
    internal int ValueStride => Spec.IsPerCpu ? Spec.ValueSize + 7 & -8 : Spec.ValueSize;

    internal void Meet(long entries) => Volatile.Write(ref _met, _met + entries);

    /// <summary>Takes entries out of the map. One that is gone already is none the worse.</summary>
    /// <param name="keys">Their keys, one behind the other.</param>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    internal unsafe void TakeOut(ReadOnlySpan<byte> keys)
    {
        fixed (byte* first = keys)
            for (var key = first; key < first + keys.Length; key += Spec.KeySize)
                if (BpfSyscalls.bpf_map_delete_elem(_descriptor, key) != 0 && Marshal.GetLastPInvokeError() is var error and not ErrorNumber.ENOENT)
                    throw new BpfException($"take ended entries out of map '{Spec.Schema.Name}'", error);
    }

    internal EntryBuffer MakeBuffer(int capacity) => new(Spec.KeySize, ValueStride * _cpus, capacity);

    internal BatchWalk WalkInBatches(EntryBuffer buffer) => new(Spec.Schema.Name, _descriptor, buffer);

    internal KeyWalk WalkByKeys(EntryBuffer buffer) => new(Spec.Schema.Name, _descriptor, buffer, Entries);
}
