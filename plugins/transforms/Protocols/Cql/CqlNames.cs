using System.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Names that the protocol's description has for its numbers.</summary>
internal static class CqlNames
{
    private static readonly byte[][] Levels =
        [.. "ANY ONE TWO THREE QUORUM ALL LOCAL_QUORUM EACH_QUORUM SERIAL LOCAL_SERIAL LOCAL_ONE".Split(' ').Select(Encoding.ASCII.GetBytes)];

    private static readonly Dictionary<CqlOpcode, byte[]> Utf8 = Enum.GetValues<CqlOpcode>().ToDictionary(o => o, o => Encoding.ASCII.GetBytes(Of(o)));

    public static string Of(CqlOpcode opcode) => opcode switch
    {
        CqlOpcode.AuthChallenge => "AUTH_CHALLENGE",
        CqlOpcode.AuthResponse => "AUTH_RESPONSE",
        CqlOpcode.AuthSuccess => "AUTH_SUCCESS",
        CqlOpcode.None => "none",
        _ => opcode.ToString().ToUpperInvariant(),
    };

    public static byte[] BytesOf(CqlOpcode opcode) => Utf8[opcode];

    /// <summary>Empty where the level has no name.</summary>
    public static ReadOnlySpan<byte> Consistency(ushort level) => level < Levels.Length ? Levels[level] : default;

    /// <summary>Empty where the code has no name.</summary>
    public static ReadOnlySpan<byte> Error(int code) => code switch
    {
        0x0000 => "Server error"u8,
        0x000A => "Protocol error"u8,
        0x0100 => "Authentication error"u8,
        0x1000 => "Unavailable"u8,
        0x1001 => "Overloaded"u8,
        0x1002 => "Is bootstrapping"u8,
        0x1003 => "Truncate error"u8,
        0x1100 => "Write timeout"u8,
        0x1200 => "Read timeout"u8,
        0x1300 => "Read failure"u8,
        0x1400 => "Function failure"u8,
        0x1500 => "Write failure"u8,
        0x1600 => "CDC write failure"u8,
        0x1700 => "CAS write unknown"u8,
        0x2000 => "Syntax error"u8,
        0x2100 => "Unauthorized"u8,
        0x2200 => "Invalid"u8,
        0x2300 => "Config error"u8,
        0x2400 => "Already exists"u8,
        0x2500 => "Unprepared"u8,
        _ => default,
    };
}
