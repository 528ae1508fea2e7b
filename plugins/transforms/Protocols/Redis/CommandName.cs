using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>Finds what a command is called and does.</summary>
internal static class CommandName
{
    /// <summary>The longest name, or subcommand, that is told.</summary>
    public const int MostBytes = 64;

    /// <summary>Writes the name, and says of how many arguments it is made.</summary>
    public static int Write(ReadOnlySpan<byte> wire, ByteList name)
    {
        var arguments = new WireArguments(wire).GetEnumerator();
        if (!arguments.MoveNext())
            return 0;
        Add(arguments.Current, name);
        if (!HasSubcommands(name.Bytes) || !arguments.MoveNext() || !IsWord(arguments.Current))
            return 1;
        name.Add(" "u8);
        Add(arguments.Current, name);
        return 2;
    }

    /// <summary>Whether so much of a command is there that its name, and what it is about, is known.</summary>
    public static bool IsTold(ReadOnlySpan<byte> wire)
    {
        Span<byte> upper = stackalloc byte[MostBytes];
        var arguments = new WireArguments(wire);
        if (!arguments.MoveNext() || !arguments.IsWhole)
            return false;
        for (var needed = HasSubcommands(Upper(arguments.Current, upper)) ? 2 : 1; needed > 0; needed--)
            if (!arguments.MoveNext() || !arguments.IsWhole)
                return false;
        return true;
    }

    /// <summary>What a command does, by its name and the argument behind it.</summary>
    public static CommandKind KindOf(RedisExchange exchange) => KindOf(exchange.Command.Bytes, exchange);

    private static CommandKind KindOf(ReadOnlySpan<byte> name, RedisExchange exchange) => name.Length switch
    {
        4 when name.SequenceEqual("EXEC"u8) => CommandKind.Exec,
        4 when name.SequenceEqual("SYNC"u8) => CommandKind.Sync,
        5 when name.SequenceEqual("MULTI"u8) => CommandKind.Multi,
        5 when name.SequenceEqual("PSYNC"u8) => CommandKind.Sync,
        5 when name.SequenceEqual("RESET"u8) => CommandKind.Reset,
        6 when name.SequenceEqual("SELECT"u8) => CommandKind.Select,
        7 when name.SequenceEqual("MONITOR"u8) => CommandKind.Monitor,
        7 when name.SequenceEqual("DISCARD"u8) => CommandKind.Discard,
        8 when name.SequenceEqual("REPLCONF"u8) && Ascii(exchange.FirstArgument, "ack"u8, "getack"u8) => CommandKind.ReplicaAck,
        9 or 10 when name.EndsWith("SUBSCRIBE"u8) => CommandKind.Subscribe,
        11 or 12 when name.EndsWith("UNSUBSCRIBE"u8) => CommandKind.Unsubscribe,
        12 when name.SequenceEqual("CLIENT REPLY"u8) => ReplyKindOf(exchange.FirstArgument),
        _ => CommandKind.Plain,
    };

    /// <summary>Whether bytes may be a name: nothing else is looked for where a command may begin.</summary>
    public static bool IsWord(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'.' or (byte)'_' or (byte)'-'))
                return false;
        // What begins with a dash is an error.
        return bytes.Length is > 0 and <= MostBytes && bytes[0] != '-';
    }

    private static CommandKind ReplyKindOf(ReadOnlySpan<byte> mode) =>
        Ascii(mode, "on"u8) ? CommandKind.ReplyOn : Ascii(mode, "off"u8) ? CommandKind.ReplyOff : Ascii(mode, "skip"u8) ? CommandKind.ReplySkip : CommandKind.Plain;

    private static bool Ascii(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other = default) =>
        System.Text.Ascii.EqualsIgnoreCase(bytes, one) || (!other.IsEmpty && System.Text.Ascii.EqualsIgnoreCase(bytes, other));

    private static bool HasSubcommands(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("ACL"u8),
        5 => name.SequenceEqual("DEBUG"u8) || name.SequenceEqual("XINFO"u8),
        6 => name.SequenceEqual("CLIENT"u8) || name.SequenceEqual("CONFIG"u8) || name.SequenceEqual("OBJECT"u8) || name.SequenceEqual("MEMORY"u8)
            || name.SequenceEqual("SCRIPT"u8) || name.SequenceEqual("XGROUP"u8) || name.SequenceEqual("PUBSUB"u8) || name.SequenceEqual("MODULE"u8),
        7 => name.SequenceEqual("CLUSTER"u8) || name.SequenceEqual("COMMAND"u8) || name.SequenceEqual("SLOWLOG"u8) || name.SequenceEqual("LATENCY"u8),
        8 => name.SequenceEqual("FUNCTION"u8) || name.SequenceEqual("SENTINEL"u8),
        _ => false,
    };

    /// <summary>Adds a word in capitals; what cannot be in a name becomes a question mark.</summary>
    public static void Add(ReadOnlySpan<byte> word, ByteList name)
    {
        Span<byte> upper = stackalloc byte[MostBytes];
        name.Add(Upper(word, upper));
    }

    private static ReadOnlySpan<byte> Upper(ReadOnlySpan<byte> word, Span<byte> upper)
    {
        upper = upper[..Math.Min(word.Length, MostBytes)];
        for (var i = 0; i < upper.Length; i++)
            upper[i] = char.IsAsciiLetterLower((char)word[i]) ? (byte)(word[i] - 0x20) : word[i] is > 0x20 and < 0x7F ? word[i] : (byte)'?';
        return upper;
    }
}
