namespace Pipeline.Text;

/// <summary>Bytes in hexadecimal.</summary>
internal static class HexText
{
    public static void Write(ByteBuffer output, byte value)
    {
        Digits.WriteHex(output.Reserve(2)[..2], value);
        output.Advance(2);
    }
}
