using System.Text;
using Pipeline.Sinks.Kafka.Messages;

namespace Pipeline.Sinks.Kafka.Protobuf;

/// <summary>The .proto file of tables: a message for a row of each, and one for many.</summary>
internal static class ProtoText
{
    /// <summary>Type of a value of mixed type.</summary>
    public const string Value = "PipelineValue";

    /// <summary>Type of a histogram.</summary>
    public const string Histogram = "PipelineHistogram";

    private const string Shared = $$"""

        // A value of mixed type; with none of these set it is null.
        message {{Value}} {
          oneof kind {
            bool bool = 1;
            sint64 integer = 2;
            double double = 3;
            string text = 4;
            bytes bytes = 5;
            {{Value}}List list = 6;
            {{Value}}Map map = 7;
          }
        }

        message {{Value}}List {
          repeated {{Value}} items = 1;
        }

        message {{Value}}Map {
          map<string, {{Value}}> items = 1;
        }

        // A distribution: with upper bounds, or exponential with buckets from offset on. Counts are not cumulative.
        message {{Histogram}} {
          uint64 count = 1;
          optional double sum = 2;
          optional double min = 3;
          optional double max = 4;
          repeated double bounds = 5;
          sint32 scale = 6;
          uint64 zero_count = 7;
          sint32 offset = 8;
          repeated uint64 counts = 9;
        }

        """;

    public static string Of(IReadOnlyList<TableSchema> tables)
    {
        var text = new StringBuilder("syntax = \"proto3\";\n\npackage pipeline;\n");
        foreach (var table in tables)
            Append(text, table);
        return text.Append(Shared).ToString();
    }

    /// <summary>The message of a table's row: what a name may not have becomes an underscore.</summary>
    public static string MessageOf(TableSchema table) => Identifier(table.Name);

    private static void Append(StringBuilder text, TableSchema table)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var message = MessageOf(table);
        text.Append($"\n// {OneLine(table.Help ?? table.Name)}\n// pipeline.schema: {SchemaFingerprint.Of(table)}\nmessage {message} {{\n");
        var names = table.Columns.Select(column => Free(taken, Identifier(column.Name))).ToArray();
        for (var i = 0; i < names.Length; i++)
            text.Append($"  {FieldWriters.TypeOf(table.Columns[i].Type)} {names[i]} = {FieldNumbers.Column(i)};{Comment(table.Columns[i])}\n");
        for (var i = 0; i < names.Length; i++)
            if (table.Columns[i].Type.Kind is ColumnKind.Utf8 or ColumnKind.FixedUtf8 or ColumnKind.Utf8List or ColumnKind.Map)
                text.Append($"  {(table.Columns[i].Type.Kind == ColumnKind.Utf8List ? "repeated " : "")}bytes {Free(taken, names[i] + "_exact")} = {FieldNumbers.Exact(i)};\n");
        text.Append($"}}\n\nmessage {message}_rows {{\n  repeated {message} rows = {FieldNumbers.Rows};\n}}\n");
    }

    private static string Comment(ColumnSchema column)
    {
        var unit = column.Type.Kind == ColumnKind.Time ? "Unix time in ns" : column.Unit;
        var words = string.Join(": ", new[] { unit, column.Help }.Where(w => !string.IsNullOrEmpty(w)));
        return words.Length == 0 ? "" : $"  // {OneLine(words)}";
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Free(HashSet<string> taken, string name)
    {
        while (!taken.Add(name))
            name += "_";
        return name;
    }

    private static string Identifier(string name)
    {
        var text = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return char.IsAsciiLetter(text[0]) ? text : $"t{text}";
    }
}
