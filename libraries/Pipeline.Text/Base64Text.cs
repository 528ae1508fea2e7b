using System.Buffers.Text;

namespace Pipeline.Text;

/// <summary>Exact bytes in base64, padded.</summary>
internal static class Base64Text
{
    public static void Write(ByteBuffer output, ReadOnlySpan<byte> bytes)
    {
        Base64.EncodeToUtf8(bytes, output.Reserve(Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        output.Advance(written);
    }
}
