using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Maps;

/// <summary>Two system calls an entry, for kernels without batches.</summary>
/// <remarks>
/// A key may go between the two calls: then it counts as vanished, and the walk goes on from the key before it. If that one is gone as well the kernel begins
/// anew: the walk ends if it meets the key that it began with, and at twice as many keys as there is room for. Entries may then be told twice or not at all, which
/// the next reading mends; once the programs are detached nothing goes any more.
/// </remarks>
internal sealed unsafe class KeyWalk(string map, int descriptor, EntryBuffer buffer, long maxEntries) : MapWalk(buffer)
{
    private readonly byte[] _first = new byte[buffer.KeySize];
    private readonly byte[] _previous = new byte[buffer.KeySize];
    private long _walked;
    private bool _hasPrevious;
    private bool _ended;

    internal override void Begin() => (_walked, _hasPrevious, _ended, Vanished) = (0, false, false, 0);

    internal override int Next()
    {
        var count = 0;
        while (!_ended && count < Buffer.Capacity)
        {
            var key = Buffer.Keys + (long)count * Buffer.KeySize;
            if (!TryAdvance(key))
                _ended = true;
            else if (TryLookUp(key, Buffer.Values + (long)count * Buffer.ValueSize))
                count++;
        }

        return count > 0 || !_ended ? count : -1;
    }

    private bool TryAdvance(byte* key)
    {
        int result;
        fixed (byte* previous = _previous)
            result = BpfSyscalls.bpf_map_get_next_key(descriptor, _hasPrevious ? previous : null, key);
        if (result != 0)
            return Marshal.GetLastPInvokeError() == ErrorNumber.ENOENT ? false : throw Refused();
        var span = new ReadOnlySpan<byte>(key, Buffer.KeySize);
        if (!_hasPrevious)
            span.CopyTo(_first);
        else if (span.SequenceEqual(_first))
            return false;

        // Nobody may keep us busy for ever by adding keys in front of us as fast as we go.
        return _walked++ < 2 * maxEntries;
    }

    private bool TryLookUp(byte* key, byte* value)
    {
        if (BpfSyscalls.bpf_map_lookup_elem(descriptor, key, value) == 0)
        {
            new ReadOnlySpan<byte>(key, Buffer.KeySize).CopyTo(_previous);
            _hasPrevious = true;
            return true;
        }

        if (Marshal.GetLastPInvokeError() != ErrorNumber.ENOENT)
            throw Refused();
        Vanished++;
        return false;
    }

    private BpfException Refused() => new($"read map '{map}'", Marshal.GetLastPInvokeError());
}
