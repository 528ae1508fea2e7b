using System.Text;
using Pipeline.Otlp.Fields;
using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Otlp.Values;

/// <summary>What stands before an AnyValue: the tag and lengths of the message it is in, and the key of an attribute.</summary>
internal sealed class ValueFrame
{
    private const byte TextTag = (ValueFields.Text << 3) | 2;

    private readonly byte _tag;

    // The key and the tag of the value; empty where the value is the field itself.
    private readonly byte[] _key;

    private ValueFrame(int field, byte[] key) => (_tag, _key) = ((byte)((field << 3) | 2), key);

    /// <summary>A KeyValue in a field below 16.</summary>
    public static ValueFrame Attribute(int field, string key)
    {
        var part = new ByteBuffer(64);
        ProtobufWriter.Text(part, ValueFields.Key, Encoding.UTF8.GetBytes(key));
        part.Append((ValueFields.Value << 3) | 2);
        return new(field, part.Written.ToArray());
    }

    /// <summary>An AnyValue in a field below 16.</summary>
    public static ValueFrame Field(int field) => new(field, []);

    /// <summary>Appends what stands before an AnyValue of so many bytes.</summary>
    public void Begin(ByteBuffer output, int valueLength) =>
        output.Advance(Write(output.Reserve(_key.Length + 1 + 2 * ProtobufWriter.Longest), valueLength));

    /// <summary>Appends the whole with a text, which must be UTF-8.</summary>
    public void WriteText(ByteBuffer output, ReadOnlySpan<byte> text)
    {
        var room = output.Reserve(_key.Length + 2 + 3 * ProtobufWriter.Longest + text.Length);
        var length = Write(room, 1 + ProtobufWriter.SizeOf((ulong)text.Length) + text.Length);
        room[length++] = TextTag;
        length += ProtobufWriter.Write(room[length..], (ulong)text.Length);
        text.CopyTo(room[length..]);
        output.Advance(length + text.Length);
    }

    /// <summary>Appends the whole with an array.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="items">Its values, each in a field of its own.</param>
    public void WriteArray(ByteBuffer output, ReadOnlySpan<byte> items)
    {
        Begin(output, 1 + ProtobufWriter.SizeOf((ulong)items.Length) + items.Length);
        ProtobufWriter.Text(output, ValueFields.Array, items);
    }

    /// <summary>The whole with a value that never changes.</summary>
    public byte[] Render(ReadOnlySpan<byte> value)
    {
        var output = new ByteBuffer(64);
        Begin(output, value.Length);
        output.Append(value);
        return output.Written.ToArray();
    }

    private int Write(Span<byte> room, int valueLength)
    {
        room[0] = _tag;
        var length = 1;
        if (_key.Length > 0)
        {
            length += ProtobufWriter.Write(room[1..], (ulong)(_key.Length + ProtobufWriter.SizeOf((ulong)valueLength) + valueLength));
            _key.CopyTo(room[length..]);
            length += _key.Length;
        }

        return length + ProtobufWriter.Write(room[length..], (ulong)valueLength);
    }
}
