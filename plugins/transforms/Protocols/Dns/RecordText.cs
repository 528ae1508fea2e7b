using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The data of records as master files have them, but for names, which have no dot at the end.</summary>
internal static class RecordText
{
    /// <summary>Adds a record's data; of a type that is not known, or that are not what the type says, <c>\# 4 C0000201</c> as in RFC 3597.</summary>
    public static void Add(ReadOnlySpan<byte> message, in Record record, TextBuffer text)
    {
        // Updates have records without data, which name what is to go.
        if (record.Length == 0)
            return;
        var before = text.Length;
        var fields = new FieldReader(message, record.Data, record.End);
        if (TryAdd(ref fields, record, text) && fields.IsDone)
            return;
        text.Cut(before);
        text.Add("\\# "u8);
        text.Add((uint)record.Length);
        text.Add((byte)' ');
        text.AddHex(message.Slice(record.Data, record.Length));
    }

    private static bool TryAdd(ref FieldReader fields, in Record record, TextBuffer text)
    {
        var isInternet = (record.Class & ~RecordClass.MulticastBit) is RecordClass.In or RecordClass.None or RecordClass.Any;
        switch (record.Type)
        {
            case RecordType.A or RecordType.Aaaa:
                return isInternet && AddressText.TryAdd(fields.Rest(), record.Type == RecordType.A ? 4 : 16, text);
            case RecordType.Ns or RecordType.Md or RecordType.Mf or RecordType.Cname or RecordType.Mb or RecordType.Mg or RecordType.Mr or RecordType.Ptr
                or RecordType.Dname or RecordType.NsapPtr:
                fields.Name(text);
                return true;
            case RecordType.Minfo or RecordType.Rp:
                Names(ref fields, text);
                return true;
            case RecordType.Mx or RecordType.Afsdb or RecordType.Rt or RecordType.Kx:
                Number(fields.U16(), text);
                fields.Name(text);
                return true;
            case RecordType.Px:
                Number(fields.U16(), text);
                Names(ref fields, text);
                return true;
            case RecordType.Soa:
                Authority(ref fields, text);
                return true;
            case RecordType.Txt or RecordType.Spf or RecordType.Avc or RecordType.Hinfo or RecordType.X25 or RecordType.Isdn:
                Strings(ref fields, text);
                return true;
            case RecordType.Eui48 or RecordType.Eui64:
                return AddressText.TryAddHardware(fields.Rest(), record.Type == RecordType.Eui48 ? 6 : 8, text);
            case RecordType.Loc:
                return LocationText.TryAdd(ref fields, text);
            default:
                return ServiceText.TryAdd(ref fields, record.Type, text) || SecurityText.TryAdd(ref fields, record.Type, text);
        }
    }

    /// <summary>Adds a number that others follow.</summary>
    public static void Number(uint number, TextBuffer text)
    {
        text.Add(number);
        text.Add((byte)' ');
    }

    private static void Names(ref FieldReader fields, TextBuffer text)
    {
        fields.Name(text);
        text.Add((byte)' ');
        fields.Name(text);
    }

    private static void Authority(ref FieldReader fields, TextBuffer text)
    {
        Names(ref fields, text);
        for (var i = 0; i < 5; i++)
        {
            text.Add((byte)' ');
            text.Add(fields.U32());
        }
    }

    private static void Strings(ref FieldReader fields, TextBuffer text)
    {
        do
        {
            fields.Quoted(text);
            if (fields.Left > 0)
                text.Add((byte)' ');
        }
        while (fields is { IsBroken: false, Left: > 0 });
    }
}
