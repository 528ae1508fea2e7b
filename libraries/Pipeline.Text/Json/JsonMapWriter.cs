using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>
/// An object with a map's entries, nested ones included; bytes are base64. If a key or a text in it is not UTF-8, the whole cell follows under
/// <c>NAME_base64</c> in <see cref="AttributeMap"/>'s layout.
/// </summary>
/// <param name="ordinal">The column.</param>
/// <param name="exactKey">The key of the exact bytes, quoted; null where no key can follow.</param>
internal sealed class JsonMapWriter(int ordinal, byte[]? exactKey) : CellWriter(ordinal)
{
    private readonly byte[]? _andExact = exactKey is null ? null : [.. ","u8, .. exactKey, .. ":\""u8];

    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        output.Append((byte)'{');
        var valid = JsonValue.WriteEntries(output, new AttributeMap(cell));
        output.Append((byte)'}');
        if (valid || _andExact is null)
            return;
        output.Append(_andExact);
        Base64Text.Write(output, cell);
        output.Append((byte)'"');
    }
}
