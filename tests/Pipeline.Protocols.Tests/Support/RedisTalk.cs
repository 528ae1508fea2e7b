namespace Pipeline.Protocols.Tests.Support;

/// <summary>What a client and a server of Redis say, written by an encoder of its own.</summary>
internal static class RedisTalk
{
    /// <summary>A command as clients send it.</summary>
    public static string Command(params string[] words) => $"*{words.Length}\r\n{string.Concat(words.Select(Bulk))}";

    /// <summary>The words of a line, each up to the next space.</summary>
    public static string Line(string line) => Command(line.Split(' '));

    public static string Bulk(string text) => $"${text.Length}\r\n{text}\r\n";

    public static string Array(params string[] values) => $"*{values.Length}\r\n{string.Concat(values)}";

    /// <summary>A command, and its reply a millisecond later.</summary>
    public static Talk Do(this Talk talk, string line, string reply) => talk.Ask(Line(line)).Answer(reply);

    public static List<RedisRow> Rows(this Talk talk, Transforms.Protocols.ProtocolsOptions? options = null)
    {
        using var run = new ProtocolRun(options);
        run.Feed(talk.Pieces);
        run.Close(talk);
        return run.Commands;
    }

    /// <summary>The one row of a command and its reply.</summary>
    public static RedisRow RowOf(string line, string reply) => Assert.Single(new Talk().Do(line, reply).Rows());
}
