using System.Collections.Immutable;
using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Which column type a C member has: what its tags say, else what its C type suggests.</summary>
internal static class ColumnTypes
{
    internal static ColumnType Of(BtfTypes types, uint id, int size, TagSet tags, string where)
    {
        var type = types.Resolve(id);
        return tags["type"] switch
        {
            "time" => Sized(ColumnType.Time),
            "duration" => Sized(ColumnType.Duration),
            "ip" => Sized(ColumnType.Ip),
            "mac" => Sized(ColumnType.Mac),
            "bool" => Sized(ColumnType.Bool),
            "utf8" when size > 0 => ColumnType.FixedUtf8(size),
            "bytes" when size > 0 => ColumnType.FixedBytes(size),
            "flags" when IsWord(size) => ColumnType.Flags(size, Names(types, type, tags, where)),
            "enum" when IsWord(size) => ColumnType.Enum(size, type.IsSigned, Names(types, type, tags, where)),
            null => OfC(types, type, size, tags, where),
            var other => throw new FormatException($"{where} has type '{other}', which does not fit its {size} bytes or is unknown"),
        };

        ColumnType Sized(ColumnType wanted) =>
            wanted.Width == size ? wanted : throw new FormatException($"{where} is {wanted} of {wanted.Width} bytes, but its member has {size}");
    }

    private static ColumnType OfC(BtfTypes types, BtfType type, int size, TagSet tags, string where)
    {
        if (IsWord(size) && (type.Kind is BtfKind.Enum or BtfKind.Enum64 || (type.Kind == BtfKind.Int && tags.Has("names"))))
            return ColumnType.Enum(size, type.IsSigned, Names(types, type, tags, where));
        if (type.Kind == BtfKind.Array && size > 0 && types.Resolve(type.Target) is { Kind: BtfKind.Int, Size: 1 } element)
            return element.Name == "char" ? ColumnType.FixedUtf8(size) : ColumnType.FixedBytes(size);
        return (type.Kind, type.IsSigned, size) switch
        {
            (BtfKind.Int, true, 1) => ColumnType.I8,
            (BtfKind.Int, true, 2) => ColumnType.I16,
            (BtfKind.Int, true, 4) => ColumnType.I32,
            (BtfKind.Int, true, 8) => ColumnType.I64,
            (BtfKind.Int, false, 1) => ColumnType.U8,
            (BtfKind.Int, false, 2) => ColumnType.U16,
            (BtfKind.Int, false, 4) => ColumnType.U32,
            (BtfKind.Int, false, 8) => ColumnType.U64,
            _ => throw new FormatException($"{where} is a {type.Kind} of {size} bytes, which is no column; tag it type=bytes or hidden"),
        };
    }

    /// <summary>The names of an enum: the one the tag <c>names</c> tells, else the type itself, each without what the tag <c>strip</c> tells and in lower case.</summary>
    internal static ImmutableArray<EnumName> Names(BtfTypes types, BtfType type, TagSet tags, string where)
    {
        if (tags["names"] is { } wanted)
            type = types.All.FirstOrDefault(t => t.Kind is BtfKind.Enum or BtfKind.Enum64 && t.Name == wanted)
                ?? throw new FormatException($"{where} takes its names from enum '{wanted}', which is not in the object's BTF");
        var strip = tags["strip"] ?? "";
        return
        [
            .. type.Enumerators.Select(e =>
                new EnumName((e.Name.StartsWith(strip, StringComparison.Ordinal) ? e.Name[strip.Length..] : e.Name).ToLowerInvariant(), e.Value)),
        ];
    }

    private static bool IsWord(int size) => size is 1 or 2 or 4 or 8;
}
