using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>A member that may become a column.</summary>
/// <param name="Name">With the names of the structs it is nested in.</param>
/// <param name="Parent">The struct that has it.</param>
/// <param name="Member">As BTF describes it.</param>
/// <param name="BitOffset">Bits from the start of the outermost struct.</param>
/// <param name="Tags">Its declaration tags.</param>
internal readonly record struct StructMember(string Name, BtfType Parent, BtfMember Member, int BitOffset, TagSet Tags)
{
    internal bool IsBitfield => Member.BitSize != 0 || (Member.BitOffset & 7) != 0;

    /// <summary>Bytes from the start of the outermost struct to that of the member's own.</summary>
    internal int ParentOffset => (BitOffset - Member.BitOffset) / 8;
}
