using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Text;

/// <summary>Integers in decimal.</summary>
internal static class IntegerText
{
    // Of 64 bits.
    private const int Longest = 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(ByteBuffer output, T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        value.TryFormat(output.Reserve(Longest), out var written, default, CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    /// <summary>A value as <see cref="IntegerCell"/> reads it.</summary>
    public static void Write(ByteBuffer output, long value, bool signed)
    {
        if (signed)
            Write(output, value);
        else
            Write(output, (ulong)value);
    }
}
