using System.Globalization;
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
    // An entry of a double has 13 bytes and its key, and as JSON at most 28 and its key; all others grow by less.
    private const int MostGrowth = 3;
    private const int Slack = 64;

    private readonly byte[] _andExact = [.. ","u8, .. exactKey, .. ":\""u8];

    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        var valid = true;
        // Straight into the buffer, as long as there is nothing to escape; what has to be looked at is appended as any other.
        var room = output.Reserve(MostGrowth * cell.Length + Slack);
        var length = 0;
        foreach (var (key, value) in new AttributeMap(cell))
        {
            if (taken.Contains(key) || TryWritePlain(room, ref length, key, value))
                continue;
            output.Advance(length);
            output.Append(",\""u8);
            valid &= JsonText.Write(output, key);
            output.Append("\":"u8);
            valid &= JsonValue.Write(output, value);
            room = output.Reserve(MostGrowth * cell.Length + Slack);
            length = 0;
        }

        output.Advance(length);
        if (valid)
            return;
        output.Append(_andExact);
        Base64Text.Write(output, cell);
        output.Append((byte)'"');
    }

    // False: nothing was written that counts.
    private static bool TryWritePlain(Span<byte> room, ref int length, ReadOnlySpan<byte> key, AttributeValue value)
    {
        var entry = room[length..];
        entry[1] = (byte)'"';
        entry[0] = (byte)',';
        if (!PlainText.TryCopy(key, entry[2..]))
            return false;
        var behind = entry[(2 + key.Length)..];
        behind[1] = (byte)':';
        behind[0] = (byte)'"';
        behind = behind[2..];
        int written;
        switch (value.Kind)
        {
            case AttributeKind.Utf8:
                var text = value.Bytes;
                behind[0] = (byte)'"';
                if (!PlainText.TryCopy(text, behind[1..]))
                    return false;
                behind[text.Length + 1] = (byte)'"';
                written = text.Length + 2;
                break;
            case AttributeKind.I64:
                value.I64.TryFormat(behind, out written, default, CultureInfo.InvariantCulture);
                break;
            case AttributeKind.F64 when double.IsFinite(value.F64):
                written = DoubleText.Write(behind, value.F64);
                break;
            case AttributeKind.Bool or AttributeKind.Null:
                var word = value.Kind == AttributeKind.Null ? "null"u8 : value.Bool ? "true"u8 : "false"u8;
                word.CopyTo(behind);
                written = word.Length;
                break;
            default:
                return false;
        }

        length += 4 + key.Length + written;
        return true;
    }
}
