using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>The inside of an array of strings. If one of them is not UTF-8, a second array under <c>NAME_base64</c> has the exact bytes of all.</summary>
internal sealed class JsonListWriter(int ordinal, byte[] exactKey) : CellWriter(ordinal)
{
    private readonly byte[] _andExact = [.. "],"u8, .. exactKey, .. ":["u8];

    public override void Write(ByteBuffer output, int row)
    {
        var (valid, first) = (true, true);
        foreach (var text in new Utf8List(Batch.Cell(Ordinal, row)))
        {
            output.Append(first ? "\""u8 : ",\""u8);
            valid &= JsonText.Write(output, text);
            output.Append((byte)'"');
            first = false;
        }

        if (!valid)
            WriteExact(output, row);
    }

    private void WriteExact(ByteBuffer output, int row)
    {
        output.Append(_andExact);
        var first = true;
        foreach (var text in new Utf8List(Batch.Cell(Ordinal, row)))
        {
            output.Append(first ? "\""u8 : ",\""u8);
            Base64Text.Write(output, text);
            output.Append((byte)'"');
            first = false;
        }
    }
}
