using System.Collections.Immutable;

namespace Pipeline.Bpf.Objects;

/// <summary>Where the slots of a HISTOGRAM() end, as its macro in pipeline.bpf.h says. The last slot has no end.</summary>
internal static class HistogramBounds
{
    // Powers of two from 1 to 2^64, a slot for zero and one for what is beyond: no u64 needs more.
    private const int MostPowers = 67;

    internal static ImmutableArray<double> Of(string buckets, int slots, int step, string where)
    {
        if (slots < 2)
            throw new FormatException($"{where} has {slots} slots, a histogram has at least 2");
        if (step < 1)
            throw new FormatException($"{where} has no step; declare it with HISTOGRAM()");
        if (buckets != "linear" && slots > MostPowers)
            throw new FormatException($"{where} has {slots} slots, more than {MostPowers} are never used");
        return
        [
            .. Enumerable.Range(0, slots - 1).Select(i => buckets switch
            {
                "exp2" => Math.ScaleB(step, i),
                "exp2zero" => i == 0 ? 0 : Math.ScaleB(step, i - 1),
                "linear" => (double)step * (i + 1),
                _ => throw new FormatException($"{where} has '{buckets}' slots (known: exp2, exp2zero, linear)"),
            }),
        ];
    }
}
