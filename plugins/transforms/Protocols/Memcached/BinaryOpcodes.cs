using System.Text;

namespace Pipeline.Transforms.Protocols.Memcached;

/// <summary>Operations of the binary protocol by their numbers.</summary>
internal static class BinaryOpcodes
{
    public const byte Quit = 0x07;
    public const byte QuietQuit = 0x17;
    public const byte Stat = 0x10;

    // Names as in the text protocol; of quiet ones the name of the other, behind a minus.
    private static readonly string[] Table =
    [
        "get", "set", "add", "replace", "delete", "incr", "decr", "quit", "flush_all", "-get", "noop", "version", "get", "-get", "append", "prepend",
        "stats", "-set", "-add", "-replace", "-delete", "-incr", "-decr", "-quit", "-flush_all", "-append", "-prepend", "verbosity", "touch", "gat", "-gat", "",
        "sasl_list", "sasl_auth", "sasl_step", "gat", "-gat",
    ];

    private static readonly byte[][] Names = [.. Table.Select(n => Encoding.ASCII.GetBytes(n.TrimStart('-')))];

    private static readonly bool[] Quiet = [.. Table.Select(n => n.StartsWith('-'))];

    public static bool IsKnown(byte opcode) => opcode < Names.Length && Names[opcode].Length > 0;

    public static ReadOnlySpan<byte> NameOf(byte opcode) => Names[opcode];

    /// <summary>Whether it is answered only if something is to be told.</summary>
    public static bool IsQuiet(byte opcode) => Quiet[opcode];

    public static bool IsGet(byte opcode) => opcode is 0x00 or 0x09 or 0x0C or 0x0D or 0x1D or 0x1E or 0x23 or 0x24;

    public static bool HasKey(byte opcode) => opcode is <= 0x06 or 0x09 or (>= 0x0C and <= 0x0F) or (>= 0x11 and <= 0x16) or 0x19 or 0x1A or (>= 0x1C and <= 0x1E) or 0x21 or 0x22 or 0x23 or 0x24;

    /// <summary>Bytes that stand before the key of a request; where that varies what is there if it may be.</summary>
    public static int ExtrasOf(byte opcode, int there) => opcode switch
    {
        0x01 or 0x02 or 0x03 or 0x11 or 0x12 or 0x13 => 8,
        0x05 or 0x06 or 0x15 or 0x16 => 20,
        0x08 or 0x18 => there is 0 or 4 ? there : 4,
        0x1B or 0x1C or 0x1D or 0x1E or 0x23 or 0x24 => 4,
        _ => 0,
    };

    /// <summary>The name of a status; empty: it has none.</summary>
    public static ReadOnlySpan<byte> StatusOf(ushort status) => status switch
    {
        0x00 => "NO_ERROR"u8,
        0x01 => "KEY_NOT_FOUND"u8,
        0x02 => "KEY_EXISTS"u8,
        0x03 => "VALUE_TOO_LARGE"u8,
        0x04 => "INVALID_ARGUMENTS"u8,
        0x05 => "NOT_STORED"u8,
        0x06 => "NON_NUMERIC_VALUE"u8,
        0x20 => "AUTH_ERROR"u8,
        0x21 => "AUTH_CONTINUE"u8,
        0x81 => "UNKNOWN_COMMAND"u8,
        0x82 => "OUT_OF_MEMORY"u8,
        0x83 => "NOT_SUPPORTED"u8,
        0x84 => "INTERNAL_ERROR"u8,
        0x85 => "BUSY"u8,
        0x86 => "TEMPORARY_FAILURE"u8,
        _ => "UNKNOWN_STATUS"u8,
    };

    /// <summary>Whether something went wrong, rather than that a key is there or not.</summary>
    public static bool IsError(ushort status) => status is not (0x00 or 0x01 or 0x02 or 0x05 or 0x21);
}
