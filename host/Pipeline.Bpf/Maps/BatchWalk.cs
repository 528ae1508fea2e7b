using System.Runtime.InteropServices;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Maps;

/// <summary>
/// Many entries a system call (Linux 5.6 and later; per-CPU arrays 5.13). The kernel copies a hash bucket by bucket under its lock, so that no entry is met twice
/// and none half written by another's insertion or removal.
/// </summary>
internal sealed unsafe class BatchWalk(string map, int descriptor, EntryBuffer buffer) : MapWalk(buffer)
{
    // Where a batch ended: a key in an array, the number of a bucket in a hash.
    private readonly byte[] _positions = new byte[2 * Math.Max(buffer.KeySize, sizeof(uint))];
    private bool _started;
    private bool _ended;
    private int _turn;

    /// <summary>errno with which the kernel refused the first batch; 0 while it has not.</summary>
    internal int Refusal { get; private set; }

    internal override void Begin() => (_started, _ended, Vanished) = (false, false, 0);

    internal override int Next()
    {
        var half = _positions.Length / 2;
        fixed (byte* positions = _positions)
            while (!_ended)
            {
                var from = positions + _turn * half;
                var to = positions + (1 - _turn) * half;
                var count = (uint)Buffer.Capacity;
                var result = BpfSyscalls.bpf_map_lookup_batch(descriptor, _started ? from : null, to, Buffer.Keys, Buffer.Values, &count, null);
                var error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
                switch (error)
                {
                    case 0 or ErrorNumber.ENOENT:
                        (_started, _ended, _turn) = (true, error != 0, 1 - _turn);
                        if (count > 0)
                            return (int)count;
                        break;
                    case ErrorNumber.ENOSPC:
                        Buffer.Grow();
                        break;
                    case ErrorNumber.EINTR:
                        break;
                    default:
                        if (_started)
                            throw new BpfException($"read map '{map}'", error);
                        Refusal = error;
                        _ended = true;
                        break;
                }
            }

        return -1;
    }
}
