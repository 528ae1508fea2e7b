using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Protocols.Tests.Mongo;

/// <summary>Makes BSON, for tests: int, long, double, bool, string, null, documents (<see cref="byte"/> arrays) and arrays of them.</summary>
internal static class Bson
{
    public static byte[] Document(params (string Name, object? Value)[] elements)
    {
        List<byte> bytes = [0, 0, 0, 0];
        foreach (var (name, value) in elements)
        {
            var (type, encoded) = Encode(value);
            bytes.Add(type);
            bytes.AddRange(Encoding.UTF8.GetBytes(name));
            bytes.Add(0);
            bytes.AddRange(encoded);
        }

        bytes.Add(0);
        var document = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(document, document.Length);
        return document;
    }

    public static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Int64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static (byte Type, byte[] Bytes) Encode(object? value) => value switch
    {
        null => (10, []),
        int number => (16, Int32(number)),
        long number => (18, Int64(number)),
        double number => (1, Int64(BitConverter.DoubleToInt64Bits(number))),
        bool truth => (8, [truth ? (byte)1 : (byte)0]),
        string text => (2, [.. Int32(Encoding.UTF8.GetByteCount(text) + 1), .. Encoding.UTF8.GetBytes(text), 0]),
        byte[] document => (3, document),
        IEnumerable<object> list => (4, Document([.. list.Select((v, i) => ($"{i}", (object?)v))])),
        _ => throw new ArgumentException($"{value.GetType()} is not made here", nameof(value)),
    };
}
