using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pipeline.Lines.Json;

/// <summary>Copies the inside of a JSON string, without its escapes, while it looks for its end.</summary>
internal static unsafe class JsonString
{
    /// <param name="p">Behind the opening quote; then behind the closing one.</param>
    /// <param name="o">Where to, with room for a vector more than the string; then behind the copy.</param>
    /// <returns>False when it is no string: a control character or a bad escape in it, or no end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Copy(ref byte* p, ref byte* o)
    {
        var vector = Vector256.Load(p);
        vector.Store(o);
        var special = Special(vector);
        while (special == 0)
        {
            p += Vector256<byte>.Count;
            o += Vector256<byte>.Count;
            vector = Vector256.Load(p);
            vector.Store(o);
            special = Special(vector);
        }

        var plain = BitOperations.TrailingZeroCount(special);
        p += plain;
        o += plain;
        if (*p == '"')
        {
            p++;
            return true;
        }

        return *p == '\\' && CopyEscaped(ref p, ref o);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Special(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
        | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
        | Vector256.Equals(Vector256.Min(bytes, Vector256.Create((byte)0x1f)), bytes)).ExtractMostSignificantBits();

    // From a backslash on.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool CopyEscaped(ref byte* p, ref byte* o)
    {
        while (true)
        {
            if (*p == '"')
            {
                p++;
                return true;
            }

            if (*p == '\\')
            {
                if (!Unescape(ref p, ref o))
                    return false;
                continue;
            }

            if (*p < 0x20)
                return false;
            var vector = Vector256.Load(p);
            vector.Store(o);
            var special = Special(vector);
            var plain = special == 0 ? Vector256<byte>.Count : BitOperations.TrailingZeroCount(special);
            p += plain;
            o += plain;
        }
    }

    private static bool Unescape(ref byte* p, ref byte* o)
    {
        var value = p[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => p[1],
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => 0,
        };
        if (value == 0)
            return p[1] == 'u' && UnescapeUnicode(ref p, ref o);
        *o++ = (byte)value;
        p += 2;
        return true;
    }

    private static bool UnescapeUnicode(ref byte* p, ref byte* o)
    {
        var unit = Hex(p + 2);
        if (unit < 0)
            return false;
        p += 6;
        var rune = Rune.ReplacementChar;
        if (!char.IsSurrogate((char)unit))
            rune = new Rune(unit);
        else if (char.IsHighSurrogate((char)unit) && p[0] == '\\' && p[1] == 'u' && Hex(p + 2) is var low and >= 0 && char.IsLowSurrogate((char)low))
        {
            rune = new Rune((char)unit, (char)low);
            p += 6;
        }

        o += rune.EncodeToUtf8(new Span<byte>(o, 4));
        return true;
    }

    // -1: not four digits.
    private static int Hex(byte* digits)
    {
        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var digit = (uint)digits[i] switch
            {
                >= '0' and <= '9' and var c => (int)c - '0',
                >= 'a' and <= 'f' and var c => (int)c - 'a' + 10,
                >= 'A' and <= 'F' and var c => (int)c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
                return -1;
            value = value * 16 + digit;
        }

        return value;
    }
}
