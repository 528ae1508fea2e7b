using System.Collections.Immutable;

namespace Pipeline.Bpf.Btf;

/// <summary>The types of one BTF section by id, with the questions that a reader of objects asks.</summary>
internal sealed class BtfTypes(ImmutableArray<BtfType> types)
{
    // Longer chains of typedefs and qualifiers exist only in files that lie: a loop would never end.
    private const int LongestChain = 32;

    private readonly ILookup<uint, BtfType> _tags = types.Where(t => t.Kind == BtfKind.DeclTag).ToLookup(t => t.Target);

    internal ImmutableArray<BtfType> All { get; } = types;

    internal BtfType this[uint id] => id < (uint)All.Length ? All[(int)id] : throw new FormatException($"its BTF refers to type {id} of {All.Length}");

    internal IEnumerable<BtfType> OfKind(BtfKind kind) => All.Where(t => t.Kind == kind);

    /// <summary>The type behind typedefs and qualifiers.</summary>
    internal BtfType Resolve(uint id)
    {
        for (var i = 0; i < LongestChain; i++)
        {
            var type = this[id];
            if (type.Kind is not (BtfKind.Typedef or BtfKind.Const or BtfKind.Volatile or BtfKind.Restrict or BtfKind.TypeTag))
                return type;
            id = type.Target;
        }

        throw new FormatException($"its BTF type {id} is a chain without end");
    }

    /// <summary>The declaration tags on a variable, function or struct (component -1), or on a member, in file order.</summary>
    internal IEnumerable<string> Tags(uint id, int component = -1) =>
        _tags[id].Where(t => t.Component == component).Select(t => t.Name);

    /// <summary>Bytes of a value of the type.</summary>
    internal int SizeOf(uint id, int depth = 0)
    {
        var type = Resolve(id);
        return type.Kind switch
        {
            BtfKind.Int or BtfKind.Float or BtfKind.Enum or BtfKind.Enum64 or BtfKind.Struct or BtfKind.Union or BtfKind.DataSection => type.Size,
            BtfKind.Pointer => sizeof(ulong),
            BtfKind.Array when depth < LongestChain => (int)Math.Min(int.MaxValue, (long)type.Length * SizeOf(type.Target, depth + 1)),
            BtfKind.Array => throw new FormatException($"its BTF type {id} is an array of itself"),
            _ => 0,
        };
    }
}
