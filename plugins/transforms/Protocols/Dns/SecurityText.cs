using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The data of records that hold keys, signatures, digests and proofs.</summary>
internal static class SecurityText
{
    /// <summary>Adds the data; false where the type is none of these, or they are not what it says.</summary>
    public static bool TryAdd(ref FieldReader fields, ushort type, TextBuffer text)
    {
        switch (type)
        {
            case RecordType.Ds or RecordType.Cds or RecordType.Dlv:
                Numbers(fields.U16(), fields.U8(), fields.U8(), text);
                text.AddHex(fields.Rest());
                return true;
            case RecordType.Dnskey or RecordType.Cdnskey or RecordType.Key:
                Numbers(fields.U16(), fields.U8(), fields.U8(), text);
                text.AddBase64(fields.Rest());
                return true;
            case RecordType.Cert:
                Numbers(fields.U16(), fields.U16(), fields.U8(), text);
                text.AddBase64(fields.Rest());
                return true;
            case RecordType.Tlsa or RecordType.Smimea:
                Numbers(fields.U8(), fields.U8(), fields.U8(), text);
                text.AddHex(fields.Rest());
                return true;
            case RecordType.Zonemd:
                Numbers(fields.U32(), fields.U8(), fields.U8(), text);
                text.AddHex(fields.Rest());
                return true;
            case RecordType.Sshfp:
                RecordText.Number(fields.U8(), text);
                RecordText.Number(fields.U8(), text);
                text.AddHex(fields.Rest());
                return true;
            case RecordType.Dhcid or RecordType.OpenPgpKey:
                text.AddBase64(fields.Rest());
                return true;
            case RecordType.Caa:
                RecordText.Number(fields.U8(), text);
                return TryAddTag(fields.Take(fields.U8()), text) && Quote(ref fields, text);
            case RecordType.Rrsig or RecordType.Sig:
                Signature(ref fields, text);
                return true;
            case RecordType.Tsig:
                TransactionSignature(ref fields, text);
                return true;
            default:
                return DenialText.TryAdd(ref fields, type, text);
        }
    }

    private static void Numbers(uint first, uint second, uint third, TextBuffer text)
    {
        RecordText.Number(first, text);
        RecordText.Number(second, text);
        RecordText.Number(third, text);
    }

    private static bool TryAddTag(ReadOnlySpan<byte> tag, TextBuffer text)
    {
        foreach (var b in tag)
            if (!char.IsAsciiLetterOrDigit((char)b))
                return false;
        text.Add(tag);
        text.Add((byte)' ');
        return !tag.IsEmpty;
    }

    private static bool Quote(ref FieldReader fields, TextBuffer text)
    {
        CharacterString.Add(fields.Rest(), text);
        return true;
    }

    private static void Signature(ref FieldReader fields, TextBuffer text)
    {
        RecordType.AddName(fields.U16(), text);
        text.Add((byte)' ');
        RecordText.Number(fields.U8(), text);
        RecordText.Number(fields.U8(), text);
        RecordText.Number(fields.U32(), text);
        Date(fields.U32(), text);
        Date(fields.U32(), text);
        RecordText.Number(fields.U16(), text);
        fields.Name(text);
        text.Add((byte)' ');
        text.AddBase64(fields.Rest());
    }

    private static void TransactionSignature(ref FieldReader fields, TextBuffer text)
    {
        fields.Name(text);
        text.Add((byte)' ');
        // The time has 48 bits, of which the upper ones are needed from the year 2106 on.
        fields.Take(2);
        RecordText.Number(fields.U32(), text);
        RecordText.Number(fields.U16(), text);
        text.AddHex(fields.Take(fields.U16()));
        text.Add((byte)' ');
        RecordText.Number(fields.U16(), text);
        text.Add(fields.U16());
        fields.Take(fields.U16());
    }

    /// <summary>Seconds since 1970 as 20261121164500, in years as their low 32 bits are first reached.</summary>
    private static void Date(uint seconds, TextBuffer text)
    {
        var date = DateTime.UnixEpoch.AddSeconds(seconds);
        text.Add((uint)date.Year, 4);
        text.Add((uint)date.Month, 2);
        text.Add((uint)date.Day, 2);
        text.Add((uint)date.Hour, 2);
        text.Add((uint)date.Minute, 2);
        text.Add((uint)date.Second, 2);
        text.Add((byte)' ');
    }
}
