using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Pipeline.Bpf.Btf;
using Pipeline.Bpf.Elf;

namespace Pipeline.Bpf.Objects;

/// <summary>Finds an object's OPTION variables: their types in BTF, their places and defaults in .rodata.</summary>
internal sealed class OptionReader(ElfFile elf, BtfTypes types)
{
    internal ImmutableArray<OptionSpec> Read() =>
    [
        .. types.OfKind(BtfKind.Variable)
            .Select(v => (Variable: v, Tags: new TagSet(types.Tags(v.Id))))
            .Where(v => v.Tags.Has("option"))
            .Select(v => Read(v.Variable, v.Tags)),
    ];

    private OptionSpec Read(BtfType variable, TagSet tags)
    {
        var where = $"option '{variable.Name}'";
        tags.AllowOnly(where, "option", "help", "unit", "type", "names", "strip");
        var symbol = elf.Variable(variable.Name, ".rodata") ?? throw new FormatException($"{where} is not a const volatile variable");
        var type = types.Resolve(variable.Target);
        var width = types.SizeOf(variable.Target);
        if ((ulong)width != symbol.Size)
            throw new FormatException($"{where} has {symbol.Size} bytes, its type {width}");
        var kind = KindOf(type, tags, width) ?? throw new FormatException($"{where} is neither an integer of 1 to 8 bytes, a list of them, char[n], 16 bytes of type=ip, nor a list of ranges of type=cidr");
        var isList = kind is OptionKind.Integers or OptionKind.Cidrs;
        var element = isList ? types.Resolve(type.Target) : type;
        var value = elf.Bytes(elf.Section(".rodata")!).Slice((int)symbol.Value, width);
        return new OptionSpec
        {
            Name = variable.Name,
            Kind = kind,
            Width = width,
            ElementWidth = isList ? types.SizeOf(type.Target) : width,
            Signed = element.IsSigned && element.Kind != BtfKind.Array,
            Default = Decode(where, kind, value, type.IsSigned),
            Help = tags["help"],
            Unit = tags["unit"],
            Names = kind is OptionKind.Enum or OptionKind.Flags ? ColumnTypes.Names(types, type, tags, where) : [],
            Offset = (int)symbol.Value,
        };
    }

    private OptionKind? KindOf(BtfType type, TagSet tags, int width)
    {
        if (type.Kind == BtfKind.Array)
            return ListKindOf(types.Resolve(type.Target), tags, width);
        if (type.Kind is not (BtfKind.Int or BtfKind.Enum) || width is not (1 or 2 or 4 or 8))
            return null;
        return (tags["type"], tags["unit"]) switch
        {
            ("bool", _) when width == 1 => OptionKind.Bool,
            (_, "ns") => OptionKind.Duration,
            (_, "By") => OptionKind.Size,
            ("flags", _) => OptionKind.Flags,
            _ when type.Kind == BtfKind.Enum || tags.Has("names") => OptionKind.Enum,
            _ => OptionKind.Integer,
        };
    }

    private OptionKind? ListKindOf(BtfType element, TagSet tags, int width) => (tags["type"], types.SizeOf(element.Id)) switch
    {
        ("ip", _) => width == AddressText.Length ? OptionKind.Ip : null,
        ("cidr", CidrText.Length) => OptionKind.Cidrs,
        (_, 1) when width > 0 => OptionKind.Text,
        (_, 2 or 4 or 8) when width > 0 && element.Kind == BtfKind.Int => OptionKind.Integers,
        _ => null,
    };

    private static object Decode(string where, OptionKind kind, ReadOnlySpan<byte> value, bool signed)
    {
        // A list or an address of the program's own choice would be one that no setting takes away.
        if (kind is OptionKind.Integers or OptionKind.Ip or OptionKind.Cidrs)
            return value.IndexOfAnyExcept((byte)0) < 0
                ? kind == OptionKind.Ip ? "" : Array.Empty<object>()
                : throw new FormatException($"{where} has a value of its own, which a list or an address cannot have");
        if (kind == OptionKind.Text)
            return Encoding.UTF8.GetString(value.IndexOf((byte)0) is >= 0 and var end ? value[..end] : value);
        if (kind == OptionKind.Bool)
            return value[0] != 0;
        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Fill(signed && value[^1] >= 0x80 ? (byte)0xff : (byte)0);
        value.CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }
}
