using System.Text.Json.Nodes;

namespace Pipeline.Otlp.Tests.Encoding;

/// <summary>The value of a map cell as a test sees it: what it is written from, and what OTLP is to say of it.</summary>
internal sealed class Tree
{
    private readonly List<(byte[] Key, object? Value)> _entries = [];

    public static Tree Map(Random random, int entries, int depth = 0)
    {
        var map = new Tree();
        for (var i = 0; i < entries; i++)
            map._entries.Add((RandomCells.Text(random), Value(random, depth + 1)));
        return map;
    }

    /// <summary>The cell.</summary>
    public byte[] Cell()
    {
        var writer = new AttributeWriter();
        Write(writer);
        return writer.Written.ToArray();
    }

    /// <summary>The entries as attributes.</summary>
    public IEnumerable<JsonNode> Attributes(string prefix = "") =>
        _entries.Select(entry => Expected.Attribute(prefix + Expected.Text(entry.Key), Otlp(entry.Value)));

    private static object? Value(Random random, int depth) => random.Next(depth > 8 ? 6 : 8) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => RandomCells.Integer(random),
        3 => RandomCells.Double(random),
        4 => RandomCells.Bytes(random, random.Next(0, 20)),
        5 => System.Text.Encoding.UTF8.GetString(RandomCells.Text(random)),
        6 => Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth + 1)).ToArray(),
        _ => Map(random, random.Next(4), depth),
    };

    private static JsonObject Otlp(object? value) => value switch
    {
        null => [],
        bool truth => Expected.Bool(truth),
        long integer => Expected.Integer(integer),
        double number => Expected.Double(number),
        byte[] bytes => Expected.Bytes(bytes),
        string text => Expected.String(text),
        object?[] list => Expected.Array(list.Select(Otlp)),
        Tree map => Expected.Map(map.Attributes()),
        _ => throw new InvalidOperationException($"{value.GetType()} has no place in a map"),
    };

    private void Write(AttributeWriter writer)
    {
        foreach (var (key, value) in _entries)
        {
            writer.Key(key);
            Write(writer, value);
        }
    }

    private static void Write(AttributeWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.Null();
                break;
            case bool truth:
                writer.Bool(truth);
                break;
            case long integer:
                writer.I64(integer);
                break;
            case double number:
                writer.F64(number);
                break;
            case byte[] bytes:
                writer.Bytes(bytes);
                break;
            case string text:
                writer.Utf8(System.Text.Encoding.UTF8.GetBytes(text));
                break;
            case object?[] list:
                writer.BeginList();
                foreach (var item in list)
                    Write(writer, item);
                writer.End();
                break;
            case Tree map:
                writer.BeginMap();
                map.Write(writer);
                writer.End();
                break;
        }
    }
}
