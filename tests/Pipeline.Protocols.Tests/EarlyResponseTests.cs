using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests;

/// <summary>Responses whose rows come before those of their requests.</summary>
public sealed class EarlyResponseTests
{
    private const int Seed = 20268;
    private const string Get = "GET /a HTTP/1.1\r\n\r\n";
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    [Fact]
    public void Response_before_its_request_is_paired_with_it_and_took_no_time()
    {
        var talk = new Talk();
        for (var i = 0; i < 3; i++)
            talk.Ask($"GET /{i} HTTP/1.1\r\n\r\n").Answer($"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{i}");
        var pieces = talk.Pieces;
        using var run = new ProtocolRun();
        run.Feed([pieces[0], pieces[1], pieces[3] with { Time = pieces[2].Time }, pieces[2] with { Time = pieces[3].Time }, pieces[4], pieces[5]]);
        run.Finish();
        Assert.Equal([("/0", "0", 1_000_000), ("/1", "1", 0), ("/2", "2", 1_000_000)], run.Rows.Select(r => (r.Path, r.ResponseBody, r.Latency)));
        Assert.Equal((0ul, 0ul), (run.Stat("unpaired_requests"), run.Stat("unpaired_responses")));
    }

    [Fact]
    public void Response_that_nobody_asked_for_is_not_paired_with_what_is_asked_later()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(Get).Answer(Ok).Answer("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").Wait(TimeSpan.FromMilliseconds(100))
            .Ask(Get).Answer(Ok).Pieces);
        Assert.Equal([200, 200], run.Rows.Select(r => r.Status));
        run.Finish();
        Assert.Equal((0ul, 1ul), (run.Stat("unpaired_requests"), run.Stat("unpaired_responses")));
    }

    [Fact]
    public void Response_that_nobody_asked_for_is_told_of_when_time_has_passed()
    {
        using var run = new ProtocolRun();
        run.Feed(new Talk().Ask(Get).Answer(Ok).Answer(Ok).Pieces);
        run.Flush();
        Assert.Equal(0ul, run.Stat("unpaired_responses"));
        run.Flush(TimeSpan.FromSeconds(1));
        run.Flush();
        Assert.Equal((1ul, 3ul), (run.Stat("unpaired_responses"), run.Stat("messages")));
    }

    [Fact]
    public void Request_that_comes_after_its_response_was_given_up_is_not_paired_with_the_next_one()
    {
        var talk = new Talk().Ask(Get).Answer(Ok).Ask("GET /b HTTP/1.1\r\n\r\n").Answer(Ok).Ask("GET /c HTTP/1.1\r\n\r\n").Answer(Ok);
        var pieces = talk.Pieces;
        using var run = new ProtocolRun();
        run.Feed([pieces[0], pieces[1], pieces[3]]);
        // Halted meanwhile: much time has passed here, and none for the connection.
        run.Halt(TimeSpan.FromHours(1));
        run.Feed([pieces[2], pieces[4], pieces[5]]);
        run.Finish();
        Assert.Equal("/a", Assert.Single(run.Rows).Path);
        Assert.Equal((2ul, 2ul), (run.Stat("unpaired_requests"), run.Stat("unpaired_responses")));
    }

    [Fact]
    public void Response_longer_than_can_be_held_makes_no_wrong_pair()
    {
        var large = $"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{new string('x', 100_000)}";
        var talk = new Talk().Ask(Get).Answer(Ok).Ask("GET /large HTTP/1.1\r\n\r\n").Answer(large);
        for (var i = 0; i < 20; i++)
            talk.Ask($"GET /{i} HTTP/1.1\r\n\r\n").Answer(Ok);
        using var run = new ProtocolRun();
        var whole = talk.Pieces;
        List<Said> early = [.. Talk.Split([whole[3]], new Random(Seed), 30_000)];
        run.Feed([whole[0], whole[1], .. early, whole[2] with { Time = whole[3].Time }, .. whole.Skip(4)]);
        run.Finish();
        Assert.All(run.Rows, r => Assert.Equal(r.Path == "/large" ? 100_000ul : 2ul, r.ResponseSize));
        Assert.Equal((ulong)(22 - run.Rows.Count), run.Stat("unpaired_requests"));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Rows_of_two_threads_cost_no_exchange_of_http(bool isPipelined, bool isClient)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            var talk = RandomTalk.Make(random, 1, isPipelined, 12);
            var whole = ProtocolRun.RowsOf(talk);
            var pieces = Raced(Talk.Split(talk.Pieces, random, 300).ToList(), random, isClient, [0, 0.1, 0.5, 0.9]);
            using var run = new ProtocolRun();
            run.Feed(pieces);
            run.Close(1, talk.End.Sent, talk.End.Received, pieces[^1].Time);
            run.Flush();
            Assert.Equal(whole.Select(Timeless), run.Rows.Select(Timeless));
            Assert.All(run.Rows, r => Assert.True(r.Latency >= 0, $"{r}"));
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests"), run.Stat("unpaired_responses"), run.Stat("skipped_bytes")));
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Rows_of_two_threads_cost_no_exchange_of_redis(bool isPipelined, bool isClient)
    {
        var random = new Random(Seed);
        for (var round = 0; round < 200; round++)
        {
            var talk = RandomRedis.Make(random, isPipelined, 12, []);
            var whole = talk.Rows();
            var pieces = Raced(Talk.Split(talk.Pieces, random, 300).ToList(), random, isClient, [0, 0.1, 0.5, 0.9]);
            using var run = new ProtocolRun();
            run.Feed(pieces);
            run.Close(1, talk.End.Sent, talk.End.Received, pieces[^1].Time);
            run.Flush();
            Assert.Equal(whole.Select(Timeless), run.Commands.Select(Timeless));
            Assert.All(run.Commands, r => Assert.True(r.Latency >= 0, $"{r}"));
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests", "redis"), run.Stat("unpaired_responses", "redis"), run.Stat("skipped_bytes", "redis")));
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Rows_of_two_threads_make_no_wrong_ones_behind_a_loss(bool isPipelined, bool isClient)
    {
        var random = new Random(Seed);
        var (made, wrong) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var talk = RandomTalk.Make(random, 1, isPipelined, 40);
            var whole = ProtocolRun.RowsOf(talk).ToDictionary(r => r.Path);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            var lossy = LossyBehind(talk, pieces, random, isClient, round % 2 == 0);
            using var run = new ProtocolRun();
            run.Feed(lossy);
            run.Close(1, talk.End.Sent, talk.End.Received, pieces[^1].Time);
            run.Flush(TimeSpan.FromSeconds(7));
            made += run.Rows.Count;
            wrong += run.Rows.Count(r => !whole.TryGetValue(r.Path, out var right) || right.ResponseHeaders != r.ResponseHeaders);
        }

        Assert.True(wrong == 0 && made > 0, $"{wrong} of {made} are wrong");
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Rows_of_two_threads_make_no_wrong_ones_of_redis_behind_a_loss(bool isPipelined, bool isClient)
    {
        var random = new Random(Seed);
        var (made, wrong) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var talk = RandomRedis.Make(random, isPipelined, 40, []);
            var whole = talk.Rows().ToDictionary(r => r.Arguments.Split('|')[0]);
            var pieces = Talk.Split(talk.Pieces, random, 300).ToList();
            using var run = new ProtocolRun();
            run.Feed(LossyBehind(talk, pieces, random, isClient, round % 2 == 0));
            run.Close(1, talk.End.Sent, talk.End.Received, pieces[^1].Time);
            run.Flush(TimeSpan.FromSeconds(7));
            made += run.Commands.Count;
            wrong += run.Commands.Count(r => !whole.TryGetValue(r.Arguments.Split('|')[0], out var right) || right.ResponseSize != r.ResponseSize);
        }

        Assert.True(wrong == 0 && made > 0, $"{wrong} of {made} are wrong");
    }

    /// <summary>Pieces that are lost behind the first turns, in which it is seen whether the connection races: it does so never, or often.</summary>
    private static List<Said> LossyBehind(Talk talk, List<Said> pieces, Random random, bool isClient, bool isStretch)
    {
        var known = pieces.FindIndex(p => p.Time > talk.Pieces[talk.Pieces.Count / 4].Time);
        var raced = Raced(pieces, random, isClient, [0, 0.5, 0.9]);
        return [.. raced[..known], .. Loss.Of(raced[known..], random, isStretch)];
    }

    /// <summary>A connection races now and then, or nearly always, or never.</summary>
    private static List<Said> Raced(List<Said> pieces, Random random, bool isClient, ReadOnlySpan<double> chances)
    {
        var chance = chances[random.Next(chances.Length)];
        return isClient ? Race.OfClient(pieces, random, chance) : Race.OfServer(pieces, random, chance);
    }

    private static HttpRow Timeless(HttpRow row) => row with { Time = 0, Latency = 0 };

    private static RedisRow Timeless(RedisRow row) => row with { Time = 0, Latency = 0 };
}
