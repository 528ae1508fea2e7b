using System.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>The writer of each type, and the type's name in a .proto file: they belong together.</summary>
internal static class FieldWriters
{
    public static FieldWriter Of(ColumnType type, int ordinal) => type.Kind switch
    {
        ColumnKind.F64 => new DoubleField(ordinal),
        ColumnKind.Time => new TimeField(ordinal),
        ColumnKind.Utf8 or ColumnKind.FixedUtf8 => new TextField(ordinal),
        ColumnKind.Bytes or ColumnKind.FixedBytes => new BytesField(ordinal),
        ColumnKind.Utf8List => new ListField(ordinal),
        ColumnKind.Map => new MapField(ordinal),
        ColumnKind.Histogram => new HistogramField(ordinal, type),
        ColumnKind.Enum => new WordField(ordinal, new EnumWriter(ordinal, type, Encoding.UTF8.GetBytes)),
        ColumnKind.Flags => new WordField(ordinal, new FlagsWriter(ordinal, type, Encoding.UTF8.GetBytes, '|', "")),
        ColumnKind.Ip or ColumnKind.Mac => new WordField(ordinal, PlainCells.Create(ordinal, type)),
        _ => new IntegerField(ordinal, type.Signed),
    };

    /// <summary>The type of the field of a column.</summary>
    public static string TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Bool => "bool",
        ColumnKind.I8 or ColumnKind.I16 or ColumnKind.I32 => "sint32",
        ColumnKind.I64 or ColumnKind.Duration => "sint64",
        ColumnKind.U8 or ColumnKind.U16 or ColumnKind.U32 => "uint32",
        ColumnKind.U64 => "uint64",
        ColumnKind.F64 => "double",
        ColumnKind.Time => "sfixed64",
        ColumnKind.Bytes or ColumnKind.FixedBytes => "bytes",
        ColumnKind.Utf8List => "repeated string",
        ColumnKind.Map => $"map<string, {ProtoText.Value}>",
        ColumnKind.Histogram => ProtoText.Histogram,
        _ => "string",
    };
}
