using System.Buffers.Binary;
using System.Buffers.Text;
using Pipeline.Transforms.Protocols.Kafka.Messages;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>Reads a value, writes it into the body, and takes from it what has a column of its own.</summary>
/// <param name="names">Knows names of topics.</param>
internal sealed class ValueReader(TopicNames names)
{
    /// <summary>Bytes of a text that are looked at; the rest is passed over.</summary>
    private const int MostText = 4 << 10;

    private const int UuidBytes = 16;

    // A topic's name stands before its id: the name that was read last belongs to it where it is of the same element.
    private readonly byte[] _name = new byte[Facts.MostTopic];
    private int _nameLength;
    private bool _learns;

    /// <summary>Bytes of the value behind those that <see cref="Read"/> took.</summary>
    public long Rest { get; private set; }

    /// <summary>Another message begins. From requests nothing is learned, as their names may be wrong.</summary>
    public void Begin(bool isResponse) => (_learns, _nameLength, Rest) = (isResponse, 0, 0);

    /// <summary>Another element of an array begins.</summary>
    public void BeginElement() => _nameLength = 0;

    /// <summary>Reads a value; bytes taken, <see cref="Wire.More"/> or <see cref="Wire.Wrong"/>.</summary>
    /// <param name="field">What it is.</param>
    /// <param name="view">Where it stands.</param>
    /// <param name="left">Bytes up to the end of the message.</param>
    /// <param name="isCompact">Whether lengths are varints.</param>
    /// <param name="json">Takes it.</param>
    /// <param name="facts">Takes what has a column of its own.</param>
    public int Read(Field field, ReadOnlySpan<byte> view, long left, bool isCompact, JsonText json, Facts facts)
    {
        Rest = 0;
        var size = SizeOf(field.Type);
        if (size == 0)
            return field.Type == FieldType.Bytes ? ReadBytes(field, view, left, isCompact, json) : ReadText(field, view, left, isCompact, json, facts);
        if (view.Length < size)
            return left < size ? Wire.Wrong : Wire.More;
        if (field.Type == FieldType.F64)
            json.Number(field.Name, BinaryPrimitives.ReadDoubleBigEndian(view));
        else if (field.Type is FieldType.Uuid or FieldType.TopicId)
            TakeId(field, BinaryPrimitives.ReadUInt128BigEndian(view), json, facts);
        else
            TakeNumber(field, view, json, facts);
        return size;
    }

    private static int SizeOf(FieldType type) => type switch
    {
        FieldType.Bool or FieldType.I8 or FieldType.KeyType => 1,
        FieldType.I16 or FieldType.U16 or FieldType.Error or FieldType.Acks => 2,
        FieldType.I32 or FieldType.Partition => 4,
        FieldType.I64 or FieldType.F64 => 8,
        FieldType.Uuid or FieldType.TopicId => UuidBytes,
        _ => 0,
    };

    private static void TakeNumber(Field field, ReadOnlySpan<byte> view, JsonText json, Facts facts)
    {
        long value = field.Type switch
        {
            FieldType.Bool or FieldType.I8 or FieldType.KeyType => (sbyte)view[0],
            FieldType.U16 => BinaryPrimitives.ReadUInt16BigEndian(view),
            FieldType.I16 or FieldType.Error or FieldType.Acks => BinaryPrimitives.ReadInt16BigEndian(view),
            FieldType.I64 => BinaryPrimitives.ReadInt64BigEndian(view),
            _ => BinaryPrimitives.ReadInt32BigEndian(view),
        };
        switch (field.Type)
        {
            case FieldType.Bool:
                json.Bool(field.Name, value != 0);
                return;
            case FieldType.Error:
                Span<byte> room = stackalloc byte[8];
                facts.TakeError((short)value);
                // No error is not worth the room.
                if (value != Errors.None)
                    json.Text(field.Name, Errors.Name((short)value, room));
                return;
            case FieldType.Partition:
                facts.TakePartition((int)value);
                break;
            case FieldType.KeyType:
                facts.TakeKeyType((int)value);
                break;
            case FieldType.Acks:
                facts.TakeAcks((short)value);
                break;
        }

        json.Number(field.Name, value);
    }

    /// <summary>Text of an id as Kafka's tools write it.</summary>
    private void TakeId(Field field, UInt128 id, JsonText json, Facts facts)
    {
        // Nothing, and not an id.
        if (id == UInt128.Zero)
            return;
        Span<byte> bytes = stackalloc byte[UuidBytes], text = stackalloc byte[24];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, id);
        text = text[..Base64Url.EncodeToUtf8(bytes, text)];
        json.Text(field.Name, text);
        if (field.Type == FieldType.Uuid)
            return;
        if (_nameLength > 0)
        {
            if (_learns)
                names.Learn(id, _name.AsSpan(0, _nameLength));
            return;
        }

        var name = names.Of(id);
        facts.TakeTopic(name.IsEmpty ? text : name);
        if (!name.IsEmpty)
            json.Text("topic"u8, name);
    }

    private int ReadBytes(Field field, ReadOnlySpan<byte> view, long left, bool isCompact, JsonText json)
    {
        var taken = Wire.Length(view, isCompact, sizeof(int), out var length);
        if (taken < 0 || length > left - taken)
            return taken < 0 ? taken : Wire.Wrong;
        if (length < 0)
            return taken;
        json.Number(field.Name, length);
        Rest = length;
        return taken;
    }

    private int ReadText(Field field, ReadOnlySpan<byte> view, long left, bool isCompact, JsonText json, Facts facts)
    {
        var taken = Wire.Length(view, isCompact, sizeof(short), out var length);
        if (taken < 0 || length > left - taken)
            return taken < 0 ? taken : Wire.Wrong;
        if (length < 0)
            return taken;
        var looked = Math.Min(length, MostText);
        if (view.Length - taken < looked)
            return Wire.More;
        Rest = length - looked;
        Take(field, view.Slice(taken, looked), Rest == 0, json, facts);
        return taken + looked;
    }

    private void Take(Field field, ReadOnlySpan<byte> text, bool isWhole, JsonText json, Facts facts)
    {
        switch (field.Type)
        {
            case FieldType.Secret:
                json.Text(field.Name, "[redacted]"u8);
                return;
            case FieldType.Topic:
                facts.TakeTopic(text);
                _nameLength = Math.Min(text.Length, _name.Length);
                text[.._nameLength].CopyTo(_name);
                break;
            case FieldType.Group:
                facts.TakeGroup(text);
                break;
            case FieldType.Key:
                facts.TakeKey(text);
                break;
        }

        json.Text(field.Name, text, isWhole);
    }
}
