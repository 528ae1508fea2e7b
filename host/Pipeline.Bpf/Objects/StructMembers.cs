using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Walks the members of a struct: hidden ones are left out, those of nested structs come in their place.</summary>
internal sealed class StructMembers(BtfTypes types, string table, params string[] knownTags)
{
    private const int DeepestNesting = 8;

    // Structs nested in many members each would be walked for ever; only a file that lies has them.
    private const int MostMembers = 1 << 14;

    private BtfType _outermost = null!;
    private int _walked;

    internal IEnumerable<StructMember> Of(BtfType record, int skip = 0)
    {
        _outermost = record;
        return Walk(record, "", 0, 0, skip);
    }

    private IEnumerable<StructMember> Walk(BtfType parent, string prefix, int baseOffset, int depth, int skip = 0)
    {
        if (depth > DeepestNesting)
            throw new FormatException($"{table} nests deeper than {DeepestNesting} structs");
        for (var i = skip; i < parent.Members.Length; i++)
        {
            if (++_walked > MostMembers)
                throw new FormatException($"{table} has more than {MostMembers} members");
            var member = parent.Members[i];
            var name = prefix + member.Name;
            var tags = new TagSet(types.Tags(parent.Id, i));
            tags.AllowOnly($"{table} column '{name}'", knownTags);
            if (tags.Has("hidden") || member.Name.StartsWith("pad", StringComparison.Ordinal) || member.Name.StartsWith('_'))
                continue;
            var bitOffset = checked(8 * baseOffset + member.BitOffset);
            if (types.Resolve(member.Type) is { Kind: BtfKind.Struct } nested && tags["type"] is null)
                foreach (var inner in Walk(nested, member.Name.Length == 0 ? name : name + "_", bitOffset / 8, depth + 1))
                    yield return inner;
            else
                yield return Checked(new StructMember(name, parent, member, bitOffset, tags));
        }
    }

    private StructMember Checked(StructMember member)
    {
        var bits = member.IsBitfield ? member.Member.BitSize : 8L * types.SizeOf(member.Member.Type);
        return member.BitOffset + bits <= 8L * _outermost.Size
            ? member
            : throw new FormatException($"{table} column '{member.Name}' reaches beyond its struct");
    }
}
