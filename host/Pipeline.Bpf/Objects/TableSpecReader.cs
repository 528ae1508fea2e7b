using System.Collections.Immutable;
using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Turns a record's struct into a table: members into columns, tails and bitfields into cells behind the struct.</summary>
internal sealed class TableSpecReader
{
    // A record lives in a ring and a row in a block; a struct beyond this is a mistake or a lie.
    private const int LargestRecord = 1 << 20;

    private readonly BtfTypes _types;
    private readonly BtfType _record;
    private readonly TagSet _tags;
    private readonly string _ring;
    private readonly ColumnList _columns;
    private readonly ImmutableArray<TailSpec>.Builder _tails = ImmutableArray.CreateBuilder<TailSpec>();
    private readonly ImmutableArray<BitfieldSpec>.Builder _bitfields = ImmutableArray.CreateBuilder<BitfieldSpec>();
    private int _stride;

    internal TableSpecReader(BtfTypes types, BtfType record, TagSet tags, string ring)
    {
        _types = types;
        _record = record;
        _tags = tags;
        _ring = ring;
        _tags.AllowOnly(Where, "table", "help", "kind");
        _columns = new ColumnList(Where);
        _stride = record.Size + 7 & -8;
    }

    private string Where => $"table '{_record.Name}'";

    private TableKind Kind => _tags["kind"] switch
    {
        null => TableKind.Event,
        "bytes" => TableKind.Bytes,
        var other => throw new FormatException($"{Where} is of kind '{other}' (known: bytes; without one its rows are events)"),
    };

    internal TableSpec Read()
    {
        if (_record.Size is < sizeof(uint) or > LargestRecord || _record.Members.IsEmpty
            || _record.Members[0].BitOffset != 0 || _types.SizeOf(_record.Members[0].Type) != sizeof(uint))
            throw new FormatException($"{Where} does not begin with its tag; put RECORD first");
        foreach (var member in new StructMembers(_types, Where, "help", "unit", "type", "names", "strip", "heading", "hidden", "tail", "when").Of(_record, skip: 1))
            if (member.Tags["tail"] is { } length)
                AddTail(member, length);
            else
                Add(member);

        ImmutableArray<int> strides = _tails.Count > 0 ? [_stride, 0] : [_stride];
        var outline = new TableOutline(_record.Name, Kind, _tags["help"], _columns.ToImmutable(), strides);
        return new TableSpec(outline)
        {
            Ring = _ring,
            Tag = _record.Id,
            RecordSize = _record.Size,
            Tails = _tails.ToImmutable(),
            Bitfields = _bitfields.ToImmutable(),
        };
    }

    private void Add(StructMember member)
    {
        var size = _types.SizeOf(member.Member.Type);
        var column = ColumnTypes.Of(_types, member.Member.Type, size, member.Tags, $"{Where} column '{member.Name}'");
        if (member.IsBitfield)
            AddBitfield(member, column, new BitfieldSpec(member.BitOffset, member.Member.BitSize == 0 ? 8 * size : member.Member.BitSize, column.Signed, 0, size));
        else
            AddColumn(member, column, new ColumnPlace(0, member.BitOffset / 8));
    }

    private void AddBitfield(StructMember member, ColumnType column, BitfieldSpec bits)
    {
        if (!column.IsInteger)
            throw new FormatException($"{Where} column '{member.Name}' is a bitfield of type {column}");
        if (bits.BitOffset % (8 * bits.Width) + bits.BitSize > 8 * bits.Width)
            throw new FormatException($"{Where} column '{member.Name}' is a bitfield that crosses its {bits.Width} byte unit");
        _stride = _stride + bits.Width - 1 & -bits.Width;
        _bitfields.Add(bits with { CellOffset = _stride });
        AddColumn(member, column, new ColumnPlace(0, _stride));
        _stride += bits.Width;
        _stride = _stride + 7 & -8;
    }

    private void AddTail(StructMember member, string length)
    {
        var index = _record.Members.ToList().FindIndex(m => m.Name == length);
        if (index < 0 || _types.SizeOf(_record.Members[index].Type) != sizeof(uint) || _record.Members[index].BitSize != 0
            || _record.Members[index].BitOffset / 8 + sizeof(uint) > _record.Size)
            throw new FormatException($"{Where} column '{member.Name}' has no u32 member '{length}' for its length");
        if (_tails.Count == 2)
            throw new FormatException($"{Where} has more than 2 tails");
        var type = member.Tags["type"] switch
        {
            "utf8" => ColumnType.Utf8,
            "bytes" or null => ColumnType.Bytes,
            "list<utf8>" => ColumnType.Utf8List,
            var other => throw new FormatException($"{Where} column '{member.Name}' is a tail of type '{other}' (known: utf8, bytes, list<utf8>)"),
        };
        _tails.Add(new TailSpec(_record.Members[index].BitOffset / 8, _stride));
        AddColumn(member, type, new ColumnPlace(0, _stride, 1));
        _stride += HeapCell.Size;
    }

    private void AddColumn(StructMember member, ColumnType type, ColumnPlace place) =>
        _columns.Add(member.Tags.Describe(new ColumnSchema(member.Name, type)), place, member.Tags["when"]);
}
