using System.Text;

namespace Pipeline.Abstractions.Tests;

/// <summary>
/// Attribute values as plain objects (null, bool, long, double, string, byte[], List of values, List of pairs), written by the writer and read back.
/// </summary>
internal static class RandomAttributes
{
    public static List<KeyValuePair<string, object?>> Map(Random random, int depth) =>
        [.. Enumerable.Range(0, random.Next(6)).Select(_ => KeyValuePair.Create(Text(random), Value(random, depth)))];

    public static void Write(AttributeWriter writer, List<KeyValuePair<string, object?>> map)
    {
        foreach (var (key, value) in map)
        {
            writer.Key(Encoding.UTF8.GetBytes(key));
            Write(writer, value);
        }
    }

    public static List<KeyValuePair<string, object?>> Read(AttributeMap map)
    {
        var read = new List<KeyValuePair<string, object?>>();
        foreach (var (key, value) in map)
            read.Add(KeyValuePair.Create(Encoding.UTF8.GetString(key), Read(value)));
        return read;
    }

    private static string Text(Random random) => new([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(' ', 0x250))]);

    private static object? Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(long.MinValue, long.MaxValue),
        3 => BitConverter.Int64BitsToDouble(random.NextInt64()),
        4 => Text(random),
        5 => random.Bytes(random.Next(20)),
        6 => Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth - 1)).ToList(),
        _ => Map(random, depth - 1),
    };

    private static void Write(AttributeWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.Null(); break;
            case bool b: writer.Bool(b); break;
            case long i: writer.I64(i); break;
            case double d: writer.F64(d); break;
            case string s: writer.Utf8(Encoding.UTF8.GetBytes(s)); break;
            case byte[] bytes: writer.Bytes(bytes); break;
            case List<object?> list:
                writer.BeginList();
                foreach (var item in list)
                    Write(writer, item);
                writer.End();
                break;
            case List<KeyValuePair<string, object?>> map:
                writer.BeginMap();
                Write(writer, map);
                writer.End();
                break;
        }
    }

    private static object? Read(AttributeValue value)
    {
        switch (value.Kind)
        {
            case AttributeKind.Null: return null;
            case AttributeKind.Bool: return value.Bool;
            case AttributeKind.I64: return value.I64;
            case AttributeKind.F64: return value.F64;
            case AttributeKind.Utf8: return Encoding.UTF8.GetString(value.Bytes);
            case AttributeKind.Bytes: return value.Bytes.ToArray();
            case AttributeKind.Map: return Read(value.Map);
            default:
                var list = new List<object?>();
                foreach (var item in value.List)
                    list.Add(Read(item));
                return list;
        }
    }
}
