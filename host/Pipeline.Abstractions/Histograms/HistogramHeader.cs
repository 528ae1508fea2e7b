using System.Runtime.InteropServices;

namespace Pipeline;

/// <summary>The first bytes of a histogram cell; see <see cref="HistogramCell"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct HistogramHeader
{
    internal const int Size = 52;

    internal HistogramTotals Totals;
    internal int Scale;
    internal int Offset;
    internal ulong ZeroCount;
    internal int Buckets;
}
