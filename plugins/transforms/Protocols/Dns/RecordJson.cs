using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Questions and records as JSON objects. What they say is printable once it is text, so that only quotes and backslashes need care.</summary>
internal sealed class RecordJson
{
    private const int MostData = 32 << 10;

    private readonly TextBuffer _name = new();
    private readonly TextBuffer _type = new();
    private readonly TextBuffer _data = new();

    /// <summary>Of what was added last.</summary>
    public ReadOnlySpan<byte> Name => _name.Text;

    public ReadOnlySpan<byte> Type => _type.Text;

    public ReadOnlySpan<byte> Data => _data.Text;

    /// <summary>Adds the question from one place to another.</summary>
    public void AddQuestion(ReadOnlySpan<byte> message, int at, int end, TextBuffer text)
    {
        var classNumber = BinaryPrimitives.ReadUInt16BigEndian(message[(end - 2)..]);
        Begin(message, at, BinaryPrimitives.ReadUInt16BigEndian(message[(end - 4)..]), classNumber, text);
        if ((classNumber & RecordClass.MulticastBit) != 0)
            text.Add(",\"unicast_response\":1"u8);
        text.Add((byte)'}');
    }

    /// <summary>Adds a record; false, and nothing is added, where its data are too long to show.</summary>
    public bool TryAddRecord(ReadOnlySpan<byte> message, in Record record, TextBuffer text)
    {
        _data.Clear();
        RecordText.Add(message, record, _data);
        if (_data.Length > MostData)
            return false;
        Begin(message, record.Owner, record.Type, record.Class, text);
        if ((record.Class & RecordClass.MulticastBit) != 0)
            text.Add(",\"cache_flush\":1"u8);
        text.Add(",\"ttl\":"u8);
        text.Add(record.Ttl);
        text.Add(record.Type switch { RecordType.A or RecordType.Aaaa => ",\"addr\":\""u8, RecordType.Cname => ",\"cname\":\""u8, _ => ",\"data\":\""u8 });
        text.AddJson(_data.Text);
        text.Add("\"}"u8);
        return true;
    }

    private void Begin(ReadOnlySpan<byte> message, int at, ushort type, ushort classNumber, TextBuffer text)
    {
        if (text.Length > 0)
            text.Add((byte)',');
        _name.Clear();
        _type.Clear();
        // A name whose pointers lead nowhere has its place, and no text.
        Names.Read(message, at, _name);
        RecordType.AddName(type, _type);
        text.Add("{\"name\":\""u8);
        text.AddJson(_name.Text);
        text.Add("\",\"type\":\""u8);
        text.Add(_type.Text);
        text.Add((byte)'"');
        var plain = (ushort)(classNumber & ~RecordClass.MulticastBit);
        if (plain == RecordClass.In)
            return;
        text.Add(",\"class\":\""u8);
        RecordClass.AddName(plain, text);
        text.Add((byte)'"');
    }
}
