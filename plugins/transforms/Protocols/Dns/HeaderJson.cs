using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Headers as JSON objects, with Stirling's names.</summary>
internal static class HeaderJson
{
    public static void Add(in Header header, TextBuffer text)
    {
        var bits = header.Bits;
        text.Add("{\"txid\":"u8);
        text.Add(header.Id);
        Add(",\"qr\":0"u8, bits >> 15 & 1, text);
        text.Add(",\"opcode\":"u8);
        text.Add((uint)header.Opcode);
        Add(",\"aa\":0"u8, bits >> 10 & 1, text);
        Add(",\"tc\":0"u8, bits >> 9 & 1, text);
        Add(",\"rd\":0"u8, bits >> 8 & 1, text);
        Add(",\"ra\":0"u8, bits >> 7 & 1, text);
        Add(",\"ad\":0"u8, bits >> 5 & 1, text);
        Add(",\"cd\":0"u8, bits >> 4 & 1, text);
        text.Add(",\"rcode\":"u8);
        text.Add((uint)header.ResponseCode);
        text.Add(",\"num_queries\":"u8);
        text.Add(header.Questions);
        text.Add(",\"num_answers\":"u8);
        text.Add(header.Answers);
        text.Add(",\"num_auth\":"u8);
        text.Add(header.Authorities);
        text.Add(",\"num_addl\":"u8);
        text.Add(header.Additionals);
        text.Add((byte)'}');
    }

    /// <summary>Adds a flag, for which a zero stands at the end.</summary>
    private static void Add(ReadOnlySpan<byte> zero, int flag, TextBuffer text)
    {
        var added = text.Grow(zero.Length);
        zero.CopyTo(added);
        added[^1] += (byte)flag;
    }
}
