using System.Buffers.Binary;
using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Statements;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>Judges first bytes: a server's greeting, a client's answer, commands, and the beginnings of responses.</summary>
internal static class MySqlGuess
{
    private const int Sure = 95;
    private const int Likely = 80;
    private const int Possible = 60;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        // What begins a connection, or is said for the first time, is not as long as 64 KiB; else any three bytes would have to be kept.
        if (first.Length < MyFrame.HeaderBytes + 1)
            return (first.Length < 3 || first[2] == 0) && (first.Length < 4 || first[3] <= 2) ? Guess.More : Guess.No;
        var length = MyFrame.LengthOf(first);
        var payload = first[MyFrame.HeaderBytes..];
        if (length == 0)
            return Guess.No;
        switch (first[3])
        {
            case 0 when payload[0] == 10 && length is > 40 and < 1024:
                return payload.Length < Math.Min(length, 40) ? Guess.More : payload.Length <= length && MyHandshake.IsGreeting(payload) ? new Guess(Sure, Side.Response) : Guess.No;
            case 0 when payload[0] == 0xFF:
                return payload.Length == length && IsRefusal(payload) ? new Guess(Likely, Side.Response) : Guess.No;
            case 0:
                return Command(first, length) is > 0 and var asked ? new Guess(asked, Side.Request) : Guess.No;
            case 1 or 2 when length >= MyHandshake.SslRequest && payload.Length <= length && MyHandshake.IsAnswer(payload, length):
                return new Guess(Likely, Side.Request);
            default:
                return Answer(first, length) is > 0 and var answered ? new Guess(answered, Side.Response) : Guess.No;
        }
    }

    /// <summary>How likely a packet with number 0 is a command; 0: it is none.</summary>
    public static int Command(ReadOnlySpan<byte> view, int length)
    {
        var payload = view[MyFrame.HeaderBytes..];
        var isWhole = payload.Length == length;
        // Of several that were sent at once, each has number 0.
        if (payload.Length > length && (payload.Length < length + MyFrame.HeaderBytes || payload[length + 3] != 0))
            return 0;
        payload = payload[..Math.Min(length, payload.Length)];
        switch ((MyCommand)payload[0])
        {
            case MyCommand.Query or MyCommand.StmtPrepare:
                var text = payload[1..];
                if (text.Length > 2 && text[0] < ' ' && text[1] == 1)
                    text = text[2..];
                if (StatementHead.Of(text, SqlRules.MySql, isWhole).Operation.IsEmpty)
                    return isWhole && length > 4 && IsText(text) ? Possible : 0;
                return IsText(text[..Math.Min(text.Length, 16)]) ? Likely + (isWhole ? 5 : 0) : 0;
            case MyCommand.InitDb:
                return isWhole && length is > 1 and <= 65 && IsText(payload[1..]) ? Possible : 0;
            case MyCommand.StmtExecute:
                return payload.Length >= 10 && payload[5] < 16 && BinaryPrimitives.ReadUInt32LittleEndian(payload[6..]) == 1 ? Likely : 0;
            case MyCommand.StmtClose or MyCommand.StmtReset:
                return isWhole && length == 5 ? Possible : 0;
            case MyCommand.StmtFetch:
                return isWhole && length == 9 ? Possible : 0;
            case MyCommand.Ping or MyCommand.Quit or MyCommand.Statistics or MyCommand.ResetConnection:
                return isWhole && length == 1 ? Possible : 0;
            default:
                return 0;
        }
    }

    /// <summary>How likely a packet with another number begins a response; 0: it does not.</summary>
    public static int Answer(ReadOnlySpan<byte> view, int length)
    {
        var payload = view[MyFrame.HeaderBytes..];
        if (view[3] != 1 || length == 0 || length > 1 << 16)
            return 0;
        var next = payload.Length > length ? payload[length..] : default;
        // How many columns, and the first of them, of the catalogue "def".
        if (length is 1 or 2 && next.Length >= 8)
            return next[3] == 2 && next[4..].StartsWith("\u0003def"u8) ? Sure : 0;
        if (payload.Length < length)
            return 0;
        payload = payload[..length];
        switch (payload[0])
        {
            case 0xFF:
                return length > 9 && payload[3] == '#' ? Likely : 0;
            case 0:
                return IsOk(payload) || (length == 12 && payload[9] == 0) ? Possible : 0;
            default:
                return 0;
        }
    }

    private static bool IsOk(ReadOnlySpan<byte> payload)
    {
        var fields = new MyFields(payload[1..]);
        fields.Number();
        fields.Number();
        var status = fields.Short();
        fields.Short();
        // In a transaction, or each statement one of its own, or both.
        return !fields.IsCut && payload.Length < 512 && (status & 3) != 0;
    }

    /// <summary>Too many connections, or a host that is not wanted.</summary>
    private static bool IsRefusal(ReadOnlySpan<byte> payload) =>
        payload.Length > 8 && BinaryPrimitives.ReadUInt16LittleEndian(payload[1..]) is >= 1000 and < 5000 && IsText(payload[3..]);

    private static bool IsText(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyInRange((byte)0, (byte)8) < 0 && text.IndexOfAnyInRange((byte)0x0E, (byte)0x1F) < 0;
}
