using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Benchmarks.Runs.Databases;

/// <summary>Finds and inserts as drivers ask them of MongoDB, with their answers.</summary>
internal static class MongoTraffic
{
    private const int Exchanges = 8_000;
    private const int Message = 2013;

    /// <summary>Requests and answers in turn.</summary>
    internal static byte[][] Make()
    {
        var random = new Random(20277);
        var pieces = new List<byte[]>();
        for (var id = 1; id <= Exchanges; id++)
        {
            var documents = Document([.. Enumerable.Range(0, random.Next(1, 10)).Select(i => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), (object)Person(random)))]);
            var isFind = random.Next(3) > 0;
            pieces.Add(Frame(id, 0, isFind
                ? Document(("find", "people"), ("filter", Document(("age", random.Next(100)))), ("limit", 10), ("$db", "shop"))
                : Document(("insert", "people"), ("ordered", true), ("$db", "shop"), ("documents", new List(documents)))));
            pieces.Add(Frame(id + 1_000_000, id, isFind
                ? Document(("cursor", Document(("firstBatch", new List(documents)), ("id", 0L), ("ns", "shop.people"))), ("ok", 1.0))
                : Document(("n", 3), ("ok", 1.0))));
        }

        return [.. pieces];
    }

    private static byte[] Person(Random random) => Document(("_id", (long)random.Next()), ("name", new string('n', random.Next(5, 30))), ("age", random.Next(100)), ("score", random.NextDouble()));

    private static byte[] Frame(int id, int answers, byte[] document)
    {
        var frame = new byte[21 + document.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), id);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(8), answers);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(12), Message);
        document.CopyTo(frame, 21);
        return frame;
    }

    private static byte[] Document(params (string Name, object Value)[] elements)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(0);
        foreach (var (name, value) in elements)
        {
            writer.Write((byte)(value switch { double => 1, string => 2, byte[] => 3, List => 4, bool => 8, int => 16, _ => 18 }));
            writer.Write(Encoding.UTF8.GetBytes(name));
            writer.Write((byte)0);
            Write(writer, value);
        }

        writer.Write((byte)0);
        var document = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(document, document.Length);
        return document;
    }

    private static void Write(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case double number:
                writer.Write(number);
                break;
            case string text:
                writer.Write(Encoding.UTF8.GetByteCount(text) + 1);
                writer.Write(Encoding.UTF8.GetBytes(text));
                writer.Write((byte)0);
                break;
            case byte[] document:
                writer.Write(document);
                break;
            case List list:
                writer.Write(list.Document);
                break;
            case bool truth:
                writer.Write(truth);
                break;
            case int number:
                writer.Write(number);
                break;
            case long number:
                writer.Write(number);
                break;
        }
    }

    private sealed record List(byte[] Document);
}
