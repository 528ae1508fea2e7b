using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The data of records that say where a service is.</summary>
internal static class ServiceText
{
    private const ushort Mandatory = 0, Alpn = 1, NoDefaultAlpn = 2, Port = 3, Ipv4Hint = 4, Ech = 5, Ipv6Hint = 6, DohPath = 7, Ohttp = 8;

    /// <summary>Adds the data; false where the type is none of these, or a parameter is not what its key says.</summary>
    public static bool TryAdd(ref FieldReader fields, ushort type, TextBuffer text)
    {
        switch (type)
        {
            case RecordType.Srv:
                RecordText.Number(fields.U16(), text);
                RecordText.Number(fields.U16(), text);
                RecordText.Number(fields.U16(), text);
                fields.Name(text);
                return true;
            case RecordType.Naptr:
                RecordText.Number(fields.U16(), text);
                RecordText.Number(fields.U16(), text);
                for (var i = 0; i < 3; i++)
                {
                    fields.Quoted(text);
                    text.Add((byte)' ');
                }

                fields.Name(text);
                return true;
            case RecordType.Uri:
                RecordText.Number(fields.U16(), text);
                RecordText.Number(fields.U16(), text);
                CharacterString.Add(fields.Rest(), text);
                return true;
            case RecordType.Svcb or RecordType.Https:
                RecordText.Number(fields.U16(), text);
                fields.Name(text);
                return TryAddParameters(ref fields, text);
            default:
                return false;
        }
    }

    private static bool TryAddParameters(ref FieldReader fields, TextBuffer text)
    {
        while (fields is { IsBroken: false, Left: > 0 })
        {
            text.Add((byte)' ');
            var key = fields.U16();
            var value = fields.Take(fields.U16());
            AddKey(key, text);
            if (value.IsEmpty && key is NoDefaultAlpn or Ohttp or > Ohttp)
                continue;
            text.Add((byte)'=');
            if (!TryAddValue(key, value, text))
                return false;
        }

        return true;
    }

    private static void AddKey(ushort key, TextBuffer text)
    {
        var name = key switch
        {
            Mandatory => "mandatory"u8, Alpn => "alpn"u8, NoDefaultAlpn => "no-default-alpn"u8, Port => "port"u8, Ipv4Hint => "ipv4hint"u8, Ech => "ech"u8,
            Ipv6Hint => "ipv6hint"u8, DohPath => "dohpath"u8, Ohttp => "ohttp"u8, _ => "key"u8,
        };
        text.Add(name);
        if (key > Ohttp)
            text.Add(key);
    }

    private static bool TryAddValue(ushort key, ReadOnlySpan<byte> value, TextBuffer text)
    {
        switch (key)
        {
            case Port when value.Length == 2:
                text.Add((uint)(value[0] << 8 | value[1]));
                return true;
            case Mandatory when value.Length % 2 == 0 && value.Length > 0:
                for (var at = 0; at < value.Length; at += 2)
                {
                    Comma(at, text);
                    AddKey((ushort)(value[at] << 8 | value[at + 1]), text);
                }

                return true;
            case Ipv4Hint or Ipv6Hint:
                return TryAddAddresses(value, key == Ipv4Hint ? 4 : 16, text);
            case Alpn:
                return TryAddProtocols(value, text);
            case Ech:
                text.AddBase64(value);
                return true;
            case Mandatory or Port or NoDefaultAlpn or Ohttp:
                return false;
            default:
                CharacterString.Add(value, text);
                return true;
        }
    }

    private static bool TryAddAddresses(ReadOnlySpan<byte> value, int length, TextBuffer text)
    {
        for (var at = 0; at < value.Length; at += length)
        {
            Comma(at, text);
            if (!AddressText.TryAdd(value.Slice(at, Math.Min(length, value.Length - at)), length, text))
                return false;
        }

        return !value.IsEmpty;
    }

    private static bool TryAddProtocols(ReadOnlySpan<byte> value, TextBuffer text)
    {
        text.Add((byte)'"');
        for (var at = 0; at < value.Length; at += 1 + value[at])
        {
            Comma(at, text);
            if (value[at] == 0 || at + 1 + value[at] > value.Length)
                return false;
            foreach (var b in value.Slice(at + 1, value[at]))
                AddProtocolByte(b, text);
        }

        text.Add((byte)'"');
        return !value.IsEmpty;
    }

    /// <summary>A comma parts protocols, so one inside is escaped, and then both are once more, as the whole is a text (RFC 9460, appendix A).</summary>
    private static void AddProtocolByte(byte b, TextBuffer text)
    {
        if (b is < (byte)' ' or > (byte)'~')
        {
            text.Add((byte)'\\');
            text.Add(b, 3);
            return;
        }

        if (b is (byte)',' or (byte)'\\')
            text.Add("\\\\"u8);
        if (b is (byte)'"' or (byte)'\\')
            text.Add((byte)'\\');
        text.Add(b);
    }

    private static void Comma(int at, TextBuffer text)
    {
        if (at > 0)
            text.Add((byte)',');
    }
}
