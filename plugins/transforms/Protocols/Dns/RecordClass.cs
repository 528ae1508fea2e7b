using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Dns;

/// <summary>Classes of records and questions.</summary>
internal static class RecordClass
{
    public const ushort In = 1, Chaos = 3, Hesiod = 4, None = 254, Any = 255;

    /// <summary>The bit with which multicast DNS says of a record that it replaces others, and of a question that its answer need not be for all.</summary>
    public const ushort MulticastBit = 0x8000;

    public static bool IsKnown(ushort number) => (number & ~MulticastBit) is In or Chaos or Hesiod or None or Any;

    public static void AddName(ushort number, TextBuffer text)
    {
        var name = number switch { In => "IN"u8, Chaos => "CH"u8, Hesiod => "HS"u8, None => "NONE"u8, Any => "ANY"u8, _ => "CLASS"u8 };
        text.Add(name);
        if (name.Length == 5)
            text.Add(number);
    }
}
