using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>The line feeds of some bytes one after another, 64 bytes looked at together.</summary>
internal ref struct LineEnds
{
    private readonly ReadOnlySpan<byte> _bytes;
    private ulong _found;
    private int _block;
    private int _next;

    /// <param name="bytes">The bytes.</param>
    /// <param name="from">Where to begin.</param>
    public LineEnds(ReadOnlySpan<byte> bytes, int from)
    {
        _bytes = bytes;
        _next = from;
    }

    /// <summary>Where the next one is; -1: there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        while (_found == 0)
        {
            _block = _next;
            if (_block + Vector512<byte>.Count <= _bytes.Length)
            {
                _found = Vector512.Equals(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(_bytes), (nuint)_block), Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
                _next = _block + Vector512<byte>.Count;
            }
            else if (!FillRest())
            {
                return -1;
            }
        }

        var at = _block + BitOperations.TrailingZeroCount(_found);
        _found &= _found - 1;
        return at;
    }

    private bool FillRest()
    {
        var left = _bytes.Length - _block;
        _next = _bytes.Length;
        if (left <= 0)
            return false;
        if (_bytes.Length >= Vector512<byte>.Count)
        {
            // The last 64 bytes again, without those that were looked at already.
            _found = Vector512.Equals(Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(_bytes), (nuint)(_bytes.Length - Vector512<byte>.Count)), Vector512.Create((byte)'\n'))
                .ExtractMostSignificantBits() >> (Vector512<byte>.Count - left);
            return true;
        }

        for (var i = 0; i < left; i++)
            _found |= (_bytes[_block + i] == '\n' ? 1ul : 0) << i;
        return true;
    }
}
