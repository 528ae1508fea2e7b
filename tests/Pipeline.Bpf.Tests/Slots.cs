namespace Pipeline.Bpf.Tests;

/// <summary>Where a value belongs by the definition of slots, counted up from the first instead of computed.</summary>
internal static class Slots
{
    internal static int Of(string buckets, int slots, ulong step, ulong value)
    {
        for (var slot = 0; slot < slots - 1; slot++)
            if (value <= Bound(buckets, step, slot))
                return slot;
        return slots - 1;
    }

    private static UInt128 Bound(string buckets, ulong step, int slot) => buckets switch
    {
        "exp2" => (UInt128)step << slot,
        "exp2zero" => slot == 0 ? 0 : (UInt128)step << slot - 1,
        _ => (UInt128)step * ((UInt128)slot + 1),
    };
}
