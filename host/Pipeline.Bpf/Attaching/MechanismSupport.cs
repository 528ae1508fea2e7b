namespace Pipeline.Bpf.Attaching;

/// <summary>What a probe found out about a mechanism on this kernel.</summary>
/// <param name="Works">True or false where the probe is conclusive, null where only trying the program itself can tell.</param>
/// <param name="RefusedAt">How far the probe came before it was refused.</param>
/// <param name="Detail">How it was refused; empty when it was not.</param>
internal sealed record MechanismSupport(bool? Works, ProgramState RefusedAt = ProgramState.NotTried, string Detail = "")
{
    internal static MechanismSupport Unknown { get; } = new((bool?)null);
}
