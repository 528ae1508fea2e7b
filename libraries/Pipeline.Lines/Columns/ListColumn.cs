using System.Buffers.Binary;

namespace Pipeline.Lines.Columns;

/// <summary>Lists of texts.</summary>
internal sealed class ListColumn(int ordinal) : LineColumn(ordinal)
{
    private const int Header = 1 + sizeof(uint);

    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        if (value.Kind != AttributeKind.List)
            return false;
        // An item is {kind, length, text}, in the cell {length, text}.
        var size = 0;
        var rest = value.Payload;
        while (!rest.IsEmpty)
        {
            if (rest[0] != (byte)AttributeKind.Utf8)
                return false;
            var item = Header + (int)BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]);
            size += item - 1;
            rest = rest[item..];
        }

        var cell = rows.Reserve(Ordinal, size);
        for (rest = value.Payload; !rest.IsEmpty;)
        {
            var item = Header + (int)BinaryPrimitives.ReadUInt32LittleEndian(rest[1..]);
            rest[1..item].CopyTo(cell);
            cell = cell[(item - 1)..];
            rest = rest[item..];
        }

        return true;
    }
}
