namespace Pipeline.Text;

/// <summary>Hardware addresses.</summary>
internal static class MacText
{
    private const int Length = 17;

    public static void Write(ByteBuffer output, ReadOnlySpan<byte> mac)
    {
        var text = output.Reserve(Length)[..Length];
        for (var i = 0; i < mac.Length; i++)
        {
            Digits.WriteHex(text.Slice(3 * i, 2), mac[i]);
            if (i > 0)
                text[3 * i - 1] = (byte)':';
        }

        output.Advance(Length);
    }
}
