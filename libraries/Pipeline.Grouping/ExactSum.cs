using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Grouping;

/// <summary>
/// A sum of integers in 128 bits, which nothing that is counted fills. A state may hold it at any whole word, which <see cref="Int128"/> does not promise.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ExactSum
{
    private ulong _low;
    private long _high;

    public readonly Int128 Value => new((ulong)_high, _low);

    /// <param name="value">What is added.</param>
    /// <param name="isUnsigned">Whether it is an u64 in the guise of an i64.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long value, bool isUnsigned)
    {
        _low += (ulong)value;
        _high += (isUnsigned ? 0 : value >> 63) + (_low < (ulong)value ? 1 : 0);
    }
}
