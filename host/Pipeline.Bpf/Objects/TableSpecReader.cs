using System.Collections.Immutable;
using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Turns a record's struct into a table: members into columns, tails and bitfields into cells behind the struct.</summary>
internal sealed class TableSpecReader
{
    private const int DeepestNesting = 8;

    // A record lives in a ring and a row in a block; a struct beyond this is a mistake or a lie.
    private const int LargestRecord = 1 << 20;

    private readonly BtfTypes _types;
    private readonly BtfType _record;
    private readonly TagSet _tags;
    private readonly string _ring;
    private readonly ImmutableArray<ColumnSchema>.Builder _columns = ImmutableArray.CreateBuilder<ColumnSchema>();
    private readonly ImmutableArray<ColumnPlace>.Builder _places = ImmutableArray.CreateBuilder<ColumnPlace>();
    private readonly ImmutableArray<TailSpec>.Builder _tails = ImmutableArray.CreateBuilder<TailSpec>();
    private readonly ImmutableArray<BitfieldSpec>.Builder _bitfields = ImmutableArray.CreateBuilder<BitfieldSpec>();
    private int _stride;

    internal TableSpecReader(BtfTypes types, BtfType record, TagSet tags, string ring)
    {
        _types = types;
        _record = record;
        _tags = tags;
        _ring = ring;
        _tags.AllowOnly(Where, "table", "help");
        _stride = record.Size + 7 & -8;
    }

    private string Where => $"table '{_record.Name}'";

    internal TableSpec Read()
    {
        if (_record.Size is < sizeof(uint) or > LargestRecord || _record.Members.IsEmpty
            || _record.Members[0].BitOffset != 0 || _types.SizeOf(_record.Members[0].Type) != sizeof(uint))
            throw new FormatException($"{Where} does not begin with its tag; put RECORD first");
        AddMembers(_record, "", 0, 0, skip: 1);
        var schema = new TableSchema(_record.Name, TableKind.Event, _columns.ToImmutable()) { Help = _tags["help"] };
        return new TableSpec
        {
            Schema = schema,
            Ring = _ring,
            Tag = _record.Id,
            RecordSize = _record.Size,
            Layout = new BatchLayout(schema, _places.ToImmutable(), _tails.Count > 0 ? [_stride, 0] : [_stride]),
            Tails = _tails.ToImmutable(),
            Bitfields = _bitfields.ToImmutable(),
        };
    }

    private void AddMembers(BtfType parent, string prefix, int baseOffset, int depth, int skip = 0)
    {
        if (depth > DeepestNesting)
            throw new FormatException($"{Where} nests deeper than {DeepestNesting} structs");
        for (var i = skip; i < parent.Members.Length; i++)
        {
            var member = parent.Members[i];
            var tags = new TagSet(_types.Tags(parent.Id, i));
            var name = prefix + member.Name;
            tags.AllowOnly($"{Where} column '{name}'", "help", "unit", "type", "names", "strip", "heading", "hidden", "tail");
            if (tags.Has("hidden") || member.Name.StartsWith("pad", StringComparison.Ordinal) || member.Name.StartsWith('_'))
                continue;
            if (tags["tail"] is { } length)
                AddTail(name, length, tags);
            else
                Add(name, member, tags, baseOffset, depth);
        }
    }

    private void Add(string name, BtfMember member, TagSet tags, int baseOffset, int depth)
    {
        var type = _types.Resolve(member.Type);
        var bitOffset = checked(8 * baseOffset + member.BitOffset);
        var isBitfield = member.BitSize != 0 || (member.BitOffset & 7) != 0;
        if (type.Kind == BtfKind.Struct && tags["type"] is null)
        {
            AddMembers(type, member.Name.Length == 0 ? name : name + "_", bitOffset / 8, depth + 1);
            return;
        }

        var size = _types.SizeOf(member.Type);
        var column = ColumnTypes.Of(_types, member.Type, size, tags, $"{Where} column '{name}'");
        if (bitOffset + (isBitfield ? member.BitSize : 8L * size) > 8L * _record.Size)
            throw new FormatException($"{Where} column '{name}' reaches beyond its struct");
        if (isBitfield)
            AddBitfield(name, column, tags, new BitfieldSpec(bitOffset, member.BitSize == 0 ? 8 * size : member.BitSize, column.Signed, 0, size));
        else
            AddColumn(name, column, tags, new ColumnPlace(0, bitOffset / 8));
    }

    private void AddBitfield(string name, ColumnType column, TagSet tags, BitfieldSpec bits)
    {
        if (!column.IsInteger)
            throw new FormatException($"{Where} column '{name}' is a bitfield of type {column}");
        if (bits.BitOffset % (8 * bits.Width) + bits.BitSize > 8 * bits.Width)
            throw new FormatException($"{Where} column '{name}' is a bitfield that crosses its {bits.Width} byte unit");
        _stride = _stride + bits.Width - 1 & -bits.Width;
        _bitfields.Add(bits with { CellOffset = _stride });
        AddColumn(name, column, tags, new ColumnPlace(0, _stride));
        _stride += bits.Width;
        _stride = _stride + 7 & -8;
    }

    private void AddTail(string name, string length, TagSet tags)
    {
        var index = _record.Members.ToList().FindIndex(m => m.Name == length);
        if (index < 0 || _types.SizeOf(_record.Members[index].Type) != sizeof(uint) || _record.Members[index].BitSize != 0
            || _record.Members[index].BitOffset / 8 + sizeof(uint) > _record.Size)
            throw new FormatException($"{Where} column '{name}' has no u32 member '{length}' for its length");
        if (_tails.Count == 2)
            throw new FormatException($"{Where} has more than 2 tails");
        var type = tags["type"] switch
        {
            "utf8" => ColumnType.Utf8,
            "bytes" or null => ColumnType.Bytes,
            "list<utf8>" => ColumnType.Utf8List,
            var other => throw new FormatException($"{Where} column '{name}' is a tail of type '{other}' (known: utf8, bytes, list<utf8>)"),
        };
        _tails.Add(new TailSpec(_record.Members[index].BitOffset / 8, _stride));
        AddColumn(name, type, tags, new ColumnPlace(0, _stride, 1));
        _stride += HeapCell.Size;
    }

    private void AddColumn(string name, ColumnType type, TagSet tags, ColumnPlace place)
    {
        if (_columns.Any(c => c.Name == name))
            throw new FormatException($"{Where} has two columns named '{name}'");
        _columns.Add(new ColumnSchema(name, type) { Unit = tags["unit"], Help = tags["help"], Heading = tags["heading"] });
        _places.Add(place);
    }
}
