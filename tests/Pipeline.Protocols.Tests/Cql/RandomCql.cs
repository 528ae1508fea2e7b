using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Cql.CqlBytes;

namespace Pipeline.Protocols.Tests.Cql;

/// <summary>Conversations as drivers have them, in any version; numbers of streams are used again, and each request and answer has something of its own in it.</summary>
internal static class RandomCql
{
    public static Talk Make(Random random, List<string> expected) => Make(random, expected, 12, 1, random.Next(3, 6));

    /// <param name="random">Where choices come from.</param>
    /// <param name="expected">What each row tells, in order.</param>
    /// <param name="turns">Times the client speaks.</param>
    /// <param name="connection">Number of the connection.</param>
    /// <param name="version">Of the protocol.</param>
    public static Talk Make(Random random, List<string> expected, int turns, ulong connection, int version)
    {
        var (talk, isPacked) = (new Talk(connection).Do(version, 0, Startup, [.. Short(1), .. String("CQL_VERSION"), .. String("3.0.0")], Ready, []), random.Next(2) == 0);
        expected.Add("STARTUP||0|");
        byte[] Wrap(byte[] payload) => version < 5 ? payload : isPacked ? PackedSegment(payload) : Segment(payload);
        for (var turn = 0; turn < turns; turn++)
        {
            var streams = Enumerable.Range(0, 6).OrderBy(_ => random.Next()).Take(random.Next(3) == 0 ? random.Next(2, 5) : 1).ToList();
            var waiting = streams.Select(stream => Ask(random, talk, version, stream, turn * 100 + stream, Wrap)).ToList();
            foreach (var (answer, row) in waiting.OrderBy(_ => random.Next()))
            {
                talk.Say(false, Wrap(answer));
                expected.Add(row);
            }
        }

        return talk;
    }

    public static string Tell(TableRow row) => row.Cells("operation", "collection", "rows", "error_code");

    private static (byte[] Answer, string Row) Ask(Random random, Talk talk, int version, int stream, int mark, Func<byte[], byte[]> wrap)
    {
        var table = $"t{mark}";
        switch (random.Next(4))
        {
            case 0:
                talk.Say(true, wrap(Envelope(version, stream, Query, QueryBody(version, $"INSERT INTO {table} (a) VALUES ('{new string('x', random.Next(1000))}')", 1, Value([1, 2, 3])))));
                return (Envelope(version, stream, Result, Int(1)), $"INSERT|{table}|0|");
            case 1:
                talk.Say(true, wrap(Envelope(version, stream, Query, QueryBody(version, $"DELETE FROM {table} WHERE a = 1"))));
                return (Envelope(version, stream, Error, [.. Int(0x2200), .. String($"no {mark}")]), $"DELETE|{table}|0|0x2200");
            default:
                var rows = Enumerable.Range(0, random.Next(20)).Select(i => (byte[][])[Value(Int(mark)), Utf8(new string('z', random.Next(100)))]).ToArray();
                talk.Say(true, wrap(Envelope(version, stream, Query, QueryBody(version, $"SELECT a, b FROM {table}"))));
                return (Envelope(version, stream, Result, Rows([("a", Type(9)), ("b", Type(13))], rows)), $"SELECT|{table}|{rows.Length}|");
        }
    }
}
