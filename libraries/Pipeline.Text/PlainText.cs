using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Text;

/// <summary>Copies texts of printable ASCII without quotes and backslashes, which most texts are, while it looks whether they are.</summary>
internal static class PlainText
{
    /// <param name="text">The text.</param>
    /// <param name="to">Room for it.</param>
    /// <returns>False when it holds something else; then what is in <paramref name="to"/> has no meaning.</returns>
    public static bool TryCopy(ReadOnlySpan<byte> text, Span<byte> to)
    {
        ref var from = ref MemoryMarshal.GetReference(text);
        ref var target = ref MemoryMarshal.GetReference(to[..text.Length]);
        var length = (nuint)text.Length;
        if (length < (nuint)Vector128<byte>.Count)
            return TryCopyShort(ref from, ref target, length);
        // The last vector overlaps the one before, so that nothing beyond the text is read.
        var (last, special) = (length - (nuint)Vector128<byte>.Count, Vector128<byte>.Zero);
        for (nuint i = 0; i < last; i += (nuint)Vector128<byte>.Count)
            special |= Copy(ref from, ref target, i);
        special |= Copy(ref from, ref target, last);
        return special == Vector128<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Copy(ref byte from, ref byte to, nuint offset)
    {
        var bytes = Vector128.LoadUnsafe(ref from, offset);
        bytes.StoreUnsafe(ref to, offset);
        return Special(bytes);
    }

    // Two overlapping halves, whatever the length.
    private static bool TryCopyShort(ref byte from, ref byte to, nuint length)
    {
        Vector128<byte> bytes;
        if (length >= sizeof(ulong))
        {
            var (first, last) = (Unsafe.ReadUnaligned<ulong>(ref from), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref from, length - sizeof(ulong))));
            Unsafe.WriteUnaligned(ref to, first);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, length - sizeof(ulong)), last);
            bytes = Vector128.Create(first, last).AsByte();
        }
        else if (length >= sizeof(uint))
        {
            var (first, last) = (Unsafe.ReadUnaligned<uint>(ref from), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref from, length - sizeof(uint))));
            Unsafe.WriteUnaligned(ref to, first);
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, length - sizeof(uint)), last);
            bytes = Vector128.Create(first, last, first, last).AsByte();
        }
        else if (length > 0)
        {
            var (first, middle, last) = (from, Unsafe.Add(ref from, length / 2), Unsafe.Add(ref from, length - 1));
            to = first;
            Unsafe.Add(ref to, length / 2) = middle;
            Unsafe.Add(ref to, length - 1) = last;
            bytes = Vector128.Create(first | (uint)middle << 8 | (uint)last << 16 | (uint)first << 24).AsByte();
        }
        else
        {
            return true;
        }

        return Special(bytes) == Vector128<byte>.Zero;
    }

    // 0x20 to 0x7e are plain: what is less wraps around to what is more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Special(Vector128<byte> bytes) =>
        Vector128.GreaterThan(bytes - Vector128.Create((byte)0x20), Vector128.Create((byte)0x5e))
        | Vector128.Equals(bytes, Vector128.Create((byte)'"'))
        | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
}
