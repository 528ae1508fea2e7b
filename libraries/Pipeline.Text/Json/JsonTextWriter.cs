using Pipeline.Text.Cells;

namespace Pipeline.Text.Json;

/// <summary>
/// The inside of a string. A value that is not UTF-8 goes on with its exact bytes: <c>gar\uFFFDbage","NAME_base64":"Z2Fy</c>, so that nothing is lost.
/// </summary>
internal sealed class JsonTextWriter(int ordinal, byte[] exactKey) : CellWriter(ordinal)
{
    private readonly byte[] _andExact = [.. "\","u8, .. exactKey, .. ":\""u8];

    public override void Write(ByteBuffer output, int row)
    {
        var text = Batch.Text(Ordinal, row);
        if (JsonText.Write(output, text))
            return;
        output.Append(_andExact);
        Base64Text.Write(output, text);
    }
}
