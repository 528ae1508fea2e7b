using System.Buffers.Text;

namespace Pipeline.Sources.Processes.Cgroups.Text;

/// <summary>A number as cgroup files have it.</summary>
internal static class FigureText
{
    /// <summary>A file, line or word that is a number and nothing else; false for <c>max</c>, for -1 and for what has no place in 64 bits.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, out ulong value)
    {
        text = text.TrimEnd(" \n"u8);
        return Utf8Parser.TryParse(text, out value, out var length) && length == text.Length;
    }

    /// <summary>A number in units of <paramref name="unit"/>; false where the product has no place in 64 bits.</summary>
    internal static bool TryRead(ReadOnlySpan<byte> text, ulong unit, out ulong value) => TryRead(text, out value) && TryScale(ref value, unit);

    /// <summary>Multiplies, unless the product has no place in 64 bits.</summary>
    internal static bool TryScale(ref ulong value, ulong unit)
    {
        if (Math.BigMul(value, unit, out var product) != 0)
            return false;
        value = product;
        return true;
    }
}
