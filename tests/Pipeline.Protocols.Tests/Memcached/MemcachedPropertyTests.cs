using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Memcached;

[Collection(Alone.Name)]
public sealed class MemcachedPropertyTests
{
    private const int Seed = 20275;

    [Fact]
    public void Any_split_of_the_streams_gives_the_same_rows() => StreamChecks.Splits("memcached", Seed, Make, Tell);

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones() => StreamChecks.Losses("memcached", Seed, Make, 20, "latency_ns", "value_bytes", "resp_size", "req_size");

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Split_or_cut_at_every_byte_rows_are_the_same(int seed)
    {
        var talk = Make(new Random(seed), [], 4);
        StreamChecks.EverySplit(talk);
        StreamChecks.EveryCut(talk);
    }

    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory() => Allocation.IsNone(new Talk(), talk =>
    {
        for (var i = 0; i < 500; i += 2)
            talk.Ask("set user:17:profile 0 60 10\r\n0123456789\r\nget user:17:profile user:18:profile\r\n").Answer("STORED\r\nVALUE user:17:profile 0 10\r\n0123456789\r\nEND\r\n");
    }, rows: 500);

    [Fact]
    public void Whatever_comes_is_read_or_counted()
    {
        var rows = 0ul;
        Fuzz.Run(Seed, Pieces, run => rows = Math.Max(rows, run.Stat("records", "memcached")));
        Assert.True(rows > 50, $"{rows} rows of memcached in the best run");
    }

    [Fact]
    public void Big_values_and_commands_without_answers_are_bounded()
    {
        using var run = TableRows.Run(out var rows);
        var before = GC.GetTotalMemory(true);
        var head = Encoding.ASCII.GetBytes("set big 0 0 100000000\r\n");
        run.Feed([new Said(1, true, 0, head, 1)]);
        var part = new byte[30_000];
        for (var at = 0; at < 100_000_000; at += part.Length)
            run.Feed([new Said(1, true, (ulong)(head.Length + at), part[..Math.Min(part.Length, 100_000_000 - at)], 2)]);
        run.Feed([new Said(1, true, (ulong)head.Length + 100_000_000, "\r\n"u8.ToArray(), 3), new Said(1, false, 0, "STORED\r\n"u8.ToArray(), 4)]);
        Assert.Equal("100000000", Assert.Single(rows)["value_bytes"]);
        var get = "gets a\r\n"u8.ToArray();
        run.Feed(Enumerable.Range(0, 200_000).Select(i => new Said(2, true, (ulong)(i * get.Length), get, i)), 500);
        Assert.True(GC.GetTotalMemory(true) - before < 32 << 20);
        run.Finish();
        Assert.Equal(200_000ul, run.Stat("unpaired_requests", "memcached"));
    }

    internal static Talk Make(Random random, List<string> expected) => Make(random, expected, 12);

    private static Talk Make(Random random, List<string> expected, int turns, ulong connection = 1)
    {
        var (talk, isBinary, isPipelined) = (new Talk(connection), random.Next(3) == 0, random.Next(2) == 0);
        for (var turn = 0; turn < turns; turn++)
        {
            List<(string Answer, string Row)> waiting = [];
            for (var burst = isPipelined ? random.Next(1, 5) : 1; burst > 0; burst--)
            {
                var (key, value) = ($"k{turn}.{burst}", new string('v', random.Next(400)));
                if (isBinary)
                    waiting.Add(Binary(random, talk, key, value, turn * 10 + burst));
                else if (random.Next(2) == 0)
                    waiting.Add(Said(talk.Ask($"set {key} {turn} 0 {value.Length}\r\n{value}\r\n"), random.Next(9) == 0 ? "NOT_STORED\r\n" : "STORED\r\n", $"set|{key}|0|0|{value.Length}"));
                else if (random.Next(3) == 0)
                    waiting.Add(Said(talk.Ask($"gets {key} other\r\n"), "END\r\n", $"gets|{key} other|0|2|0"));
                else
                    waiting.Add(Said(talk.Ask($"gets {key}\r\n"), $"VALUE {key} {turn} {value.Length} 1\r\n{value}\r\nEND\r\n", $"gets|{key}|1|0|{value.Length}"));
            }

            foreach (var (answer, row) in waiting)
            {
                talk.Answer(answer);
                expected.Add(row);
            }
        }

        return talk;
    }

    private static (string, string) Binary(Random random, Talk talk, string key, string value, int opaque)
    {
        if (random.Next(2) == 0)
            return Said(talk.Say(true, MemcachedTests.Binary(0x80, 1, opaque, new byte[8], key, value)), Latin1(MemcachedTests.Binary(0x81, 1, opaque, [], "", "")), $"set|{key}|0|0|{value.Length}");
        return Said(talk.Say(true, MemcachedTests.Binary(0x80, 0, opaque, [], key, "")), Latin1(MemcachedTests.Binary(0x81, 0, opaque, new byte[4], "", value)), $"get|{key}|1|0|{value.Length}");
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static (string, string) Said(Talk _, string answer, string row) => (answer, row);

    private static string Tell(TableRow row) => row.Cells("req_cmd", "keys", "hits", "misses", "value_bytes");

    private static IEnumerable<Said> Pieces(Random random, ulong connection)
    {
        var isWhole = random.Next(2) == 0;
        var pieces = Make(random, [], 2, isWhole ? (ulong)random.Next(100, 1_000_000) : connection).Pieces;
        var piece = pieces[random.Next(pieces.Count)];
        var bytes = piece.Payload.ToArray();
        for (var changes = random.Next(5); changes > 0; changes--)
            bytes[random.Next(bytes.Length)] = random.Next(4) switch { 0 => 0, 1 => (byte)' ', 2 => (byte)'9', _ => (byte)random.Next(256) };
        if (isWhole)
            return pieces.Select(p => ReferenceEquals(p, piece) ? p with { Payload = bytes } : p);
        var position = random.Next(2) == 0 ? 0 : (ulong)random.Next(1000);
        return Talk.Split([new Said(connection, piece.IsIngress, position, bytes[random.Next(bytes.Length)..], random.Next())], random, random.Next(1, 400));
    }
}
