using System.Text;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>What an open table did not declare: the attribute of a name, nothing where a row has none or a list or a map.</summary>
internal sealed class AttributeText(int ordinal, string name) : CellWriter(ordinal)
{
    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    public override void Write(ByteBuffer output, int row)
    {
        if (!new AttributeMap(Batch.Cell(Ordinal, row)).TryGet(_name, out var value))
            return;
        switch (value.Kind)
        {
            case AttributeKind.Bool:
                output.Append(value.Bool ? "true"u8 : "false"u8);
                break;
            case AttributeKind.I64:
                IntegerText.Write(output, value.I64);
                break;
            case AttributeKind.F64:
                DoubleText.Write(output, value.F64);
                break;
            case AttributeKind.Utf8:
                output.Append(value.Bytes);
                break;
            case AttributeKind.Bytes:
                Base64Text.Write(output, value.Bytes);
                break;
        }
    }
}
