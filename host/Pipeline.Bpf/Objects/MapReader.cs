using System.Collections.Immutable;
using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Reads the definitions in an object's <c>.maps</c> section.</summary>
internal sealed class MapReader(BtfTypes types)
{
    internal ImmutableArray<MapDefinition> Read() =>
    [
        .. types.OfKind(BtfKind.DataSection)
            .Where(s => s.Name == ".maps")
            .SelectMany(s => s.Variables)
            .Select(v => Read(types[v].Name, types.Resolve(types[v].Target))),
    ];

    private MapDefinition Read(string name, BtfType definition) => new(
        name,
        Number(definition, "type"),
        Number(definition, "max_entries"),
        SizeOf(definition, "key"),
        SizeOf(definition, "value"));

    private int SizeOf(BtfType definition, string part) =>
        Pointed(definition, part) is { } target ? types.SizeOf(target) : Number(definition, part + "_size") ?? 0;

    // __uint(name, value) is a pointer to an array of that many ints: the only way a C type can carry a number.
    private int? Number(BtfType definition, string name) =>
        Pointed(definition, name) is { } target && types.Resolve(target) is { Kind: BtfKind.Array } array ? array.Length : null;

    // __type(name, type) is a pointer to the type.
    private uint? Pointed(BtfType definition, string name)
    {
        foreach (var member in definition.Members)
            if (member.Name == name && types.Resolve(member.Type) is { Kind: BtfKind.Pointer } pointer)
                return pointer.Target;
        return null;
    }
}
