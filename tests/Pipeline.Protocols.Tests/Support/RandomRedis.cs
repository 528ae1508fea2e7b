namespace Pipeline.Protocols.Tests.Support;

/// <summary>Conversations with a server; each command has a key of its own, and the reply begins with it where it can.</summary>
internal static class RandomRedis
{
    private static readonly string[] Commands = ["GET", "set", "LRANGE", "HGETALL", "CONFIG GET", "eval", "JSON.GET"];

    /// <param name="random">Where choices come from.</param>
    /// <param name="isPipelined">Whether several commands are sent before the replies are read.</param>
    /// <param name="turns">Times the client speaks.</param>
    /// <param name="expected">Command, key, kind and count of each row there is to be.</param>
    public static Talk Make(Random random, bool isPipelined, int turns, List<(string Command, string Key, string Kind, ulong Count)> expected)
    {
        var talk = new Talk();
        var isResp3 = random.Next(2) == 0;
        for (var turn = 0; turn < turns; turn++)
        {
            var (asked, answered) = ("", "");
            for (var burst = isPipelined ? random.Next(2, 6) : 1; burst > 0; burst--)
            {
                var (command, key) = (Commands[random.Next(Commands.Length)], $"k{turn}.{burst}");
                string[] more = random.Next(3) == 0 ? [] : [RedisValues.Text(random)];
                asked += RedisTalk.Command([.. command.Split(' '), key, .. more]);
                // The key in it tells whether a reply came to the right command.
                answered += RedisTalk.Array(RedisTalk.Bulk(key), RedisValues.Make(random, isResp3).Wire);
                expected.Add((command.ToUpperInvariant(), key, "array", 2));
            }

            talk.Ask(asked).Answer(answered);
        }

        return talk;
    }
}
