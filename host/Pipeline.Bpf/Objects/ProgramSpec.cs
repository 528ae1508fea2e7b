namespace Pipeline.Bpf;

/// <summary>A program of an object.</summary>
/// <param name="Name">Its function's name: VARIANT__HOOK__MECHANISM.</param>
/// <param name="Variant">The variant it belongs to, or <see cref="EveryVariant"/>.</param>
/// <param name="Hook">Where it attaches.</param>
/// <param name="Mechanism">How it attaches: <c>tp_btf</c>, <c>kprobe</c>.</param>
/// <param name="Section">The ELF section that tells libbpf both.</param>
/// <param name="When">A boolean option that must be on for the program to be loaded; null: always.</param>
/// <param name="Without">What rows lack without it, if variants run without it where a kernel does not offer it; null: they need it.</param>
/// <param name="OnDemand">Whether it is only loaded with the object, and attached by <see cref="BpfObject.Attach(string, IReadOnlyList{UserPlace})"/>.</param>
public sealed record ProgramSpec(string Name, string Variant, string Hook, string Mechanism, string Section, string? When, string? Without, bool OnDemand = false)
{
    /// <summary>The variant of programs that each variant needs.</summary>
    public const string EveryVariant = "all";

    internal ProgramStatus Status(ProgramState state, string? detail = null, bool notOffered = false) =>
        new(Name, Variant, Hook, Mechanism, state)
        {
            Detail = state == ProgramState.Attached || state == ProgramState.Verified || Without is null ? detail : $"{detail}; without it: {Without}",
            NotOffered = notOffered,
            Without = Without,
        };
}
