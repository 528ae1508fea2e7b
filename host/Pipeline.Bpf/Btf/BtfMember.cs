namespace Pipeline.Bpf.Btf;

/// <summary>A member of a struct or union.</summary>
/// <param name="Name">Empty for an anonymous struct or union.</param>
/// <param name="Type">Type id.</param>
/// <param name="BitOffset">Bits from the start of the struct.</param>
/// <param name="BitSize">Bits of a bitfield; 0 for others.</param>
internal readonly record struct BtfMember(string Name, uint Type, int BitOffset, int BitSize);
