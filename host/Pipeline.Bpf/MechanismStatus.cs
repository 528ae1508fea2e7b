namespace Pipeline.Bpf;

/// <summary>Whether programs can attach by a mechanism here, found out by attaching an empty one.</summary>
/// <param name="Mechanism">As program names spell it: <c>tp_btf</c>, <c>kprobe</c>.</param>
/// <param name="Works">Null where that could not be told, for want of capabilities mostly.</param>
/// <param name="Detail">How it was refused, or why nothing can be told; empty when it works.</param>
public sealed record MechanismStatus(string Mechanism, bool? Works, string Detail);
