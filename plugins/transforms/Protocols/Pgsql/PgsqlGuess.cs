using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Statements;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>Judges first bytes: those of a connection, and messages in the middle of one, of which the first has to be what it says.</summary>
internal static class PgsqlGuess
{
    private const int Sure = 95;
    private const int Likely = 80;
    private const int Possible = 65;

    public static Guess Of(ReadOnlySpan<byte> first)
    {
        if (first[0] == 0)
            return PgStartup.Judge(first);
        var (asked, answered) = (PgHeader.Length(first, isAnswer: false), PgHeader.Length(first, isAnswer: true));
        if (asked < 0 && answered < 0)
            return Guess.No;
        if (asked == 0 || answered == 0)
            return Guess.More;
        var request = asked < 0 ? 0 : Confidence(first, asked, PgMessages.IsAsked(first, asked), isAnswer: false);
        var response = answered < 0 ? 0 : Confidence(first, answered, PgMessages.IsAnswered(first, answered), isAnswer: true);
        if (request == 0 && response == 0)
            return Guess.No;
        return request >= response ? new Guess(request, Side.Request) : new Guess(response, Side.Response);
    }

    /// <summary>How likely it is, by what the first message has and by what follows it.</summary>
    private static int Confidence(ReadOnlySpan<byte> first, long length, bool isRight, bool isAnswer)
    {
        if (!isRight)
            return 0;
        if (length == first.Length)
            return length == PgHeader.Bytes ? Possible : Likely;
        if (length > first.Length)
            return IsStatement(first) ? Possible : 0;
        var next = first[(int)length..];
        var follows = PgHeader.Length(next, isAnswer);
        return follows > 0 ? Sure : follows == 0 ? Possible : 0;
    }

    /// <summary>Of a message that goes on, only a statement tells enough.</summary>
    private static bool IsStatement(ReadOnlySpan<byte> first)
    {
        if (first[0] is not ((byte)'Q' or (byte)'P') || first.Length < 16)
            return false;
        var body = first[PgHeader.Bytes..];
        if (first[0] == 'P')
            body = body.IndexOf((byte)0) is >= 0 and < 64 and var end ? body[(end + 1)..] : default;
        return !StatementHead.Of(body, SqlRules.PostgreSql, isWhole: false).Operation.IsEmpty;
    }
}
