using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>
/// The attributes of an open table's row as members of the row itself, each behind a comma. One with a column's key is left out: the column has it. If a key or a
/// text is not UTF-8, the whole cell follows under <c>attributes_base64</c> in <see cref="AttributeMap"/>'s layout.
/// </summary>
/// <param name="ordinal">The column.</param>
/// <param name="taken">The keys that the row's columns have.</param>
/// <param name="exactKey">The key of the exact bytes, quoted.</param>
internal sealed class JsonOpenWriter(int ordinal, TakenKeys taken, byte[] exactKey) : CellWriter(ordinal)
{
    private readonly byte[] _andExact = [.. ","u8, .. exactKey, .. ":\""u8];

    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        var valid = true;
        foreach (var (key, value) in new AttributeMap(cell))
        {
            if (taken.Contains(key))
                continue;
            output.Append(",\""u8);
            valid &= JsonText.Write(output, key);
            output.Append("\":"u8);
            valid &= JsonValue.Write(output, value);
        }

        if (valid)
            return;
        output.Append(_andExact);
        Base64Text.Write(output, cell);
        output.Append((byte)'"');
    }
}
