using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>The data of records that prove what does not exist, and of others that list types.</summary>
internal static class DenialText
{
    /// <summary>Adds the data; false where the type is none of these, or they are not what it says.</summary>
    public static bool TryAdd(ref FieldReader fields, ushort type, TextBuffer text)
    {
        switch (type)
        {
            case RecordType.Nsec:
                fields.Name(text);
                return TryAddTypes(ref fields, text);
            case RecordType.Csync:
                RecordText.Number(fields.U32(), text);
                text.Add(fields.U16());
                return TryAddTypes(ref fields, text);
            case RecordType.Nsec3:
                Parameters(ref fields, text);
                text.Add((byte)' ');
                text.AddBase32Hex(fields.Take(fields.U8()));
                return TryAddTypes(ref fields, text);
            case RecordType.Nsec3Param:
                Parameters(ref fields, text);
                return true;
            default:
                return false;
        }
    }

    private static void Parameters(ref FieldReader fields, TextBuffer text)
    {
        RecordText.Number(fields.U8(), text);
        RecordText.Number(fields.U8(), text);
        RecordText.Number(fields.U16(), text);
        var salt = fields.Take(fields.U8());
        if (salt.IsEmpty)
            text.Add((byte)'-');
        text.AddHex(salt);
    }

    /// <summary>Types are bits in windows of 256.</summary>
    private static bool TryAddTypes(ref FieldReader fields, TextBuffer text)
    {
        var last = -1;
        while (fields is { IsBroken: false, Left: > 0 })
        {
            var window = fields.U8();
            var bits = fields.Take(fields.U8());
            if (window <= last || bits.Length is 0 or > 32)
                return false;
            last = window;
            for (var bit = 0; bit < 8 * bits.Length; bit++)
            {
                if ((bits[bit / 8] & 0x80 >> bit % 8) == 0)
                    continue;
                text.Add((byte)' ');
                RecordType.AddName((ushort)(window << 8 | bit), text);
            }
        }

        return true;
    }
}
