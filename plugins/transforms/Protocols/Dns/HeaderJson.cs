namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Headers as JSON objects, with Stirling's names.</summary>
internal static class HeaderJson
{
    public static void Add(in Header header, TextBuffer text)
    {
        Add("{\"txid\":"u8, header.Id, text);
        Add(",\"qr\":"u8, header.IsResponse ? 1 : 0, text);
        Add(",\"opcode\":"u8, (int)header.Opcode, text);
        Add(",\"aa\":"u8, header.Bits >> 10 & 1, text);
        Add(",\"tc\":"u8, header.Bits >> 9 & 1, text);
        Add(",\"rd\":"u8, header.Bits >> 8 & 1, text);
        Add(",\"ra\":"u8, header.Bits >> 7 & 1, text);
        Add(",\"ad\":"u8, header.Bits >> 5 & 1, text);
        Add(",\"cd\":"u8, header.Bits >> 4 & 1, text);
        Add(",\"rcode\":"u8, header.ResponseCode, text);
        Add(",\"num_queries\":"u8, header.Questions, text);
        Add(",\"num_answers\":"u8, header.Answers, text);
        Add(",\"num_auth\":"u8, header.Authorities, text);
        Add(",\"num_addl\":"u8, header.Additionals, text);
        text.Add((byte)'}');
    }

    private static void Add(ReadOnlySpan<byte> name, int value, TextBuffer text)
    {
        text.Add(name);
        text.Add((uint)value);
    }
}
