using Pipeline.Protobuf;
using Pipeline.Text;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>Named values of mixed type, a message each; where a key or a text is not UTF-8 the whole cell follows in a field of its own.</summary>
internal sealed class MapField(int ordinal) : FieldWriter(ordinal)
{
    // Fields of an entry, and of a value: ProtoText declares them.
    private const int Key = 1;
    private const int Value = 2;
    private const int Bool = 1;
    private const int Integer = 2;
    private const int Double = 3;
    private const int Text = 4;
    private const int Bytes = 5;
    private const int List = 6;
    private const int Map = 7;
    private const int Items = 1;

    private readonly int _exact = FieldNumbers.Exact(ordinal);

    public override void Write(ByteBuffer output, int row)
    {
        var cell = Batch.Cell(Ordinal, row);
        if (!WriteEntries(output, Field, new AttributeMap(cell)))
            ProtobufWriter.Text(output, _exact, cell);
    }

    private static bool WriteEntries(ByteBuffer output, int field, AttributeMap map)
    {
        var valid = true;
        foreach (var (key, value) in map)
        {
            var entry = ProtobufWriter.Begin(output, field);
            valid &= ValidText.Write(output, Key, key);
            valid &= WriteValue(output, Value, value);
            ProtobufWriter.End(output, entry);
        }

        return valid;
    }

    private static bool WriteValue(ByteBuffer output, int field, AttributeValue value)
    {
        var valid = true;
        var start = ProtobufWriter.Begin(output, field);
        switch (value.Kind)
        {
            case AttributeKind.Bool:
                ProtobufWriter.Unsigned(output, Bool, value.Bool ? 1u : 0u);
                break;
            case AttributeKind.I64:
                ProtobufWriter.ZigZag(output, Integer, value.I64);
                break;
            case AttributeKind.F64:
                ProtobufWriter.Double(output, Double, value.F64);
                break;
            case AttributeKind.Utf8:
                valid = ValidText.Write(output, Text, value.Bytes);
                break;
            case AttributeKind.Bytes:
                ProtobufWriter.Text(output, Bytes, value.Bytes);
                break;
            case AttributeKind.List:
                var list = ProtobufWriter.Begin(output, List);
                foreach (var item in value.List)
                    valid &= WriteValue(output, Items, item);
                ProtobufWriter.End(output, list);
                break;
            case AttributeKind.Map:
                var map = ProtobufWriter.Begin(output, Map);
                valid = WriteEntries(output, Items, value.Map);
                ProtobufWriter.End(output, map);
                break;
        }

        ProtobufWriter.End(output, start);
        return valid;
    }
}
