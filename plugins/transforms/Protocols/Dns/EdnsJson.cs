using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>What EDNS adds to a message (RFC 6891), as a member of a JSON object.</summary>
internal sealed class EdnsJson
{
    private const ushort Nsid = 3, ClientSubnet = 8, Expire = 9, Cookie = 10, KeepAlive = 11, Padding = 12, Error = 15;

    private readonly TextBuffer _data = new();

    public void Add(ReadOnlySpan<byte> message, in Record record, TextBuffer text)
    {
        text.Add("\"edns\":{\"version\":"u8);
        text.Add(record.Ttl >> 16 & 0xFF);
        text.Add(",\"udp_size\":"u8);
        text.Add(record.Class);
        text.Add(",\"do\":"u8);
        text.Add(record.Ttl >> 15 & 1);
        text.Add(",\"rcode\":"u8);
        text.Add(record.Ttl >> 24);
        var fields = new FieldReader(message, record.Data, record.End);
        for (var isFirst = true; fields.Left >= 4 && !fields.IsBroken; isFirst = false)
        {
            text.Add(isFirst ? ",\"options\":["u8 : ","u8);
            var code = fields.U16();
            AddOption(code, fields.Take(fields.U16()), text);
        }

        if (record.Length >= 4)
            text.Add((byte)']');
        text.Add((byte)'}');
    }

    private void AddOption(ushort code, ReadOnlySpan<byte> value, TextBuffer text)
    {
        text.Add("{\"code\":"u8);
        text.Add(code);
        var name = code switch
        {
            Nsid => "nsid"u8, ClientSubnet => "client_subnet"u8, Expire => "expire"u8, Cookie => "cookie"u8, KeepAlive => "tcp_keepalive"u8, Padding => "padding"u8,
            Error => "error"u8, _ => default,
        };
        if (!name.IsEmpty)
        {
            text.Add(",\"name\":\""u8);
            text.Add(name);
            text.Add((byte)'"');
        }

        _data.Clear();
        AddValue(code, value, _data);
        text.Add(",\"data\":\""u8);
        text.AddJson(_data.Text);
        text.Add("\"}"u8);
    }

    private static void AddValue(ushort code, ReadOnlySpan<byte> value, TextBuffer text)
    {
        switch (code)
        {
            case ClientSubnet when value.Length >= 4 && TryAddSubnet(value, text):
                return;
            case Padding:
                text.Add((uint)value.Length);
                return;
            case Expire when value.Length == 4:
                text.Add((uint)(value[0] << 24 | value[1] << 16 | value[2] << 8 | value[3]));
                return;
            case KeepAlive when value.Length == 2:
                text.Add((uint)(value[0] << 8 | value[1]));
                return;
            case Error when value.Length >= 2:
                text.Add((uint)(value[0] << 8 | value[1]));
                if (value.Length == 2)
                    return;
                text.Add((byte)' ');
                CharacterString.Add(value[2..], text);
                return;
            default:
                text.AddHex(value);
                return;
        }
    }

    /// <summary>As 192.0.2.0/24/0: how much of it the client told, and how much the answer is about (RFC 7871).</summary>
    private static bool TryAddSubnet(ReadOnlySpan<byte> value, TextBuffer text)
    {
        var length = (value[0] << 8 | value[1]) switch { 1 => 4, 2 => 16, _ => 0 };
        if (length == 0 || value.Length - 4 > length)
            return false;
        Span<byte> address = stackalloc byte[16];
        address.Clear();
        value[4..].CopyTo(address);
        AddressText.TryAdd(address[..length], length, text);
        text.Add((byte)'/');
        text.Add((uint)value[2]);
        text.Add((byte)'/');
        text.Add((uint)value[3]);
        return true;
    }
}
