using Pipeline.Bpf;

namespace Pipeline.Host.Cli;

/// <summary>
/// Which of a source's variants a kernel takes, judged from its programs: a variant runs whole, with the programs that belong to all, or not at all. Only what is
/// optional may be missing.
/// </summary>
internal static class Variants
{
    /// <summary>Whether the program's variant can run: the kernel takes the program, or it is one that may be missing.</summary>
    public static bool IsNoObstacle(ProgramStatus program) => program.State == ProgramState.Verified || IsDoneWithout(program);

    /// <summary>Whether the variant runs without the program, which this kernel does not offer.</summary>
    public static bool IsDoneWithout(ProgramStatus program) => program is { Without: not null, NotOffered: true };

    /// <summary>The first variant, in the order tried, whose programs were all taken; null when there is none.</summary>
    public static string? FirstWhole(IReadOnlyList<ProgramStatus> programs)
    {
        var byVariant = programs.ToLookup(p => p.Variant);
        if (!Whole(byVariant[ProgramSpec.EveryVariant]))
            return null;
        var own = byVariant.Select(v => v.Key).Where(v => v != ProgramSpec.EveryVariant).ToArray();
        return own.Length > 0 ? own.FirstOrDefault(v => Whole(byVariant[v])) : programs.Count > 0 ? ProgramSpec.EveryVariant : null;

        static bool Whole(IEnumerable<ProgramStatus> variant) => variant.All(IsNoObstacle);
    }
}
