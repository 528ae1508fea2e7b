using System.Collections.Immutable;

namespace Pipeline.Bpf.Btf;

/// <summary>One type of a BTF section, decoded. Which members mean something depends on the kind.</summary>
internal sealed record BtfType(uint Id, BtfKind Kind, string Name)
{
    /// <summary>Bytes of an int, float, enum, struct, union or data section.</summary>
    public int Size { get; init; }

    /// <summary>The type a pointer, typedef, qualifier, variable, function, tag or array refers to.</summary>
    public uint Target { get; init; }

    /// <summary>Whether an int or enum is signed.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Elements of an array.</summary>
    public int Length { get; init; }

    /// <summary>Member or parameter that a declaration tag stands on; -1 for the declaration itself.</summary>
    public int Component { get; init; } = -1;

    public ImmutableArray<BtfMember> Members { get; init; } = [];

    public ImmutableArray<EnumName> Enumerators { get; init; } = [];

    /// <summary>Variables of a data section.</summary>
    public ImmutableArray<uint> Variables { get; init; } = [];
}
