using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Mongo;

/// <summary>Types of BSON's elements, and how many bytes a value has.</summary>
internal static class BsonType
{
    public const byte End = 0;
    public const byte Double = 1;
    public const byte String = 2;
    public const byte Document = 3;
    public const byte Array = 4;
    public const byte Binary = 5;
    public const byte Undefined = 6;
    public const byte ObjectId = 7;
    public const byte Bool = 8;
    public const byte Date = 9;
    public const byte Null = 10;
    public const byte Regex = 11;
    public const byte Pointer = 12;
    public const byte Code = 13;
    public const byte Symbol = 14;
    public const byte ScopedCode = 15;
    public const byte Int32 = 16;
    public const byte Timestamp = 17;
    public const byte Int64 = 18;
    public const byte Decimal = 19;
    public const byte Min = 0xFF;
    public const byte Max = 0x7F;

    /// <summary>The answer for what no value is like.</summary>
    public const int Wrong = -1;

    /// <summary>Bytes of an empty document.</summary>
    public const int LeastDocument = 5;

    public static bool IsKnown(byte type) => type is (>= Double and <= Decimal) or Min or Max;

    /// <summary>Bytes that the value at the front of a view has, which need not all be there; 0 where more must be seen to tell, <see cref="Wrong"/> where it lies.</summary>
    /// <param name="type">Its type; those without bytes are not asked for.</param>
    /// <param name="view">From its first byte on.</param>
    public static int Length(byte type, ReadOnlySpan<byte> view)
    {
        switch (type)
        {
            case Bool:
                return 1;
            case Int32:
                return 4;
            case Double or Date or Timestamp or Int64:
                return 8;
            case ObjectId:
                return 12;
            case Decimal:
                return 16;
            case Regex:
                return Pattern(view);
        }

        if (view.Length < 4)
            return 0;
        var length = BinaryPrimitives.ReadInt32LittleEndian(view);
        return type switch
        {
            String or Code or Symbol => Sum(length, 4, 1),
            Binary => Sum(length, 5, 0),
            Pointer => Sum(length, 16, 1),
            Document or Array => Sum(length, 0, LeastDocument),
            ScopedCode => Sum(length, 0, 14),
            _ => Wrong,
        };
    }

    public static bool IsEmpty(byte type) => type is Undefined or Null or Min or Max;

    private static int Sum(int length, int more, int least) => length < least || length > MessageHeader.MostLength ? Wrong : length + more;

    private static int Pattern(ReadOnlySpan<byte> view)
    {
        var pattern = view.IndexOf((byte)0);
        var options = pattern < 0 ? -1 : view[(pattern + 1)..].IndexOf((byte)0);
        return options < 0 ? 0 : pattern + options + 2;
    }
}
