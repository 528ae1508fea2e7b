using System.Globalization;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Statements;

/// <summary>
/// Writes statements as people may see them: <c>'[redacted]'</c> in place of values that are likely secrets (see <see cref="SecretScan"/>), and what is no UTF-8
/// escaped. A secret of which only the beginning is there is one, too. Allocates nothing once lists have grown.
/// </summary>
internal static class StatementText
{
    /// <summary>What stands in place of a secret.</summary>
    public static ReadOnlySpan<byte> Redacted => "'[redacted]'"u8;

    /// <summary>Adds a statement.</summary>
    /// <param name="list">Where to.</param>
    /// <param name="text">The statement, or as much of it as there is.</param>
    /// <param name="rules">Of its dialect.</param>
    /// <param name="most">Bytes the list may have then.</param>
    /// <param name="isWhole">Whether the text is all of it.</param>
    public static void Add(ByteList list, ReadOnlySpan<byte> text, SqlRules rules, int most, bool isWhole = true) =>
        Add(list, text, rules, most, isWhole, default(NoValues));

    /// <summary>Adds a statement with values in place of its parameters.</summary>
    public static void Add<T>(ByteList list, ReadOnlySpan<byte> text, SqlRules rules, int most, bool isWhole, T values)
        where T : IStatementValues, allows ref struct
    {
        var lexer = new SqlLexer(text, rules);
        var secrets = new SecretScan();
        var (written, parameter) = (0, 0);
        while (lexer.Next() is { Kind: not SqlTokenKind.End } token && list.Length + token.Start - written < most)
        {
            var isSecret = secrets.IsSecret(token, text);
            if (!isSecret && token.Kind != SqlTokenKind.Parameter)
                continue;
            var index = token.Kind == SqlTokenKind.Parameter ? IndexOf(token.Of(text), ref parameter) : -1;
            Readable.Add(list, text[written..token.Start], most, TextStyle.Plain);
            if (isSecret && (index < 0 || typeof(T) != typeof(NoValues)))
                Readable.Add(list, Redacted, most, TextStyle.Plain);
            else if (!values.TryAdd(index, list, most))
                Readable.Add(list, token.Of(text), most, TextStyle.Plain);
            written = token.End;
        }

        Readable.Add(list, text[written..], most, TextStyle.Plain, isWhole);
    }

    /// <summary>Which parameters are there, and which of them are for secrets: a bit each, the first 64.</summary>
    public static (ulong Seen, ulong Secret) Parameters(ReadOnlySpan<byte> text, SqlRules rules)
    {
        var lexer = new SqlLexer(text, rules);
        var secrets = new SecretScan();
        var (seen, secret, parameter) = (0ul, 0ul, 0);
        while (lexer.Next() is { Kind: not SqlTokenKind.End } token)
        {
            var isSecret = secrets.IsSecret(token, text);
            if (token.Kind != SqlTokenKind.Parameter || IndexOf(token.Of(text), ref parameter) is not (>= 0 and < 64 and var index))
                continue;
            seen |= 1ul << index;
            secret |= isSecret ? 1ul << index : 0;
        }

        return (seen, secret);
    }

    private static int IndexOf(ReadOnlySpan<byte> parameter, ref int next) =>
        parameter.Length == 1 ? next++ : int.TryParse(parameter[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number - 1 : -1;

    private readonly struct NoValues : IStatementValues
    {
        public bool TryAdd(int index, ByteList list, int most) => false;
    }
}
