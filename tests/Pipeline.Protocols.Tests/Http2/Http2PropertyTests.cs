using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Http2;

public sealed class Http2PropertyTests
{
    private const int Seed = 9113;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(4000)]
    [InlineData(int.MaxValue)]
    public void Conversations_become_the_rows_that_they_are_however_the_streams_are_cut(int most)
    {
        var random = new Random(Seed ^ most);
        for (var round = 0; round < (most < 100 ? 40 : 150); round++)
        {
            var conversation = new RandomHttp2(random, 1, 12);
            using var run = new ProtocolRun();
            run.Feed(most == int.MaxValue ? conversation.Talk.Pieces : Talk.Split(conversation.Talk.Pieces, random, most));
            run.Close(conversation.Talk);
            foreach (var row in run.Rows)
                Assert.Equal(conversation.Rows[row.Path], row);
            Assert.Equal(conversation.Rows.Count, run.Rows.Count);
            run.Flush();
            Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_requests", "http2"), run.Stat("unpaired_responses", "http2"), run.Stat("invalid", "http2")));
            Assert.Equal((ulong)conversation.Talk.Pieces.Sum(p => p.Size), run.Stat("bytes", "http2"));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones(bool areCalls)
    {
        var random = new Random(Seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 500; round++)
        {
            var conversation = new RandomHttp2(random, 1, 25);
            var pieces = areCalls ? conversation.Talk.Pieces.ToList() : Talk.Split(conversation.Talk.Pieces, random, 300).ToList();
            var kept = Loss.Of(pieces, random, round % 3 == 0);
            using var run = new ProtocolRun();
            run.Feed(kept);
            run.Close(conversation.Talk);
            run.Flush(TimeSpan.FromSeconds(7));
            foreach (var row in run.Rows)
                Check(conversation.Rows, row, $"round {round}");
            Assert.Equal(run.Rows.Count, run.Rows.DistinctBy(r => r.Stream).Count());
            (made, possible) = (made + run.Rows.Count, possible + conversation.Rows.Count);
            Assert.Equal((ulong)run.Rows.Count, run.Stat("records", "http2"));
        }

        Assert.True(made > possible / 3, $"{made} of {possible}");
    }

    [Fact]
    public void Connection_joined_in_the_middle_is_known_as_far_as_it_can_be()
    {
        var random = new Random(Seed);
        var (made, possible) = (0, 0);
        for (var round = 0; round < 300; round++)
        {
            var conversation = new RandomHttp2(random, 1, 30);
            var from = random.Next(3, conversation.Talk.Pieces.Count / 2);
            using var run = new ProtocolRun();
            run.Feed(conversation.Talk.Pieces.Skip(from));
            run.Close(conversation.Talk);
            foreach (var row in run.Rows)
                Check(conversation.Rows, row, $"round {round}");
            (made, possible) = (made + run.Rows.Count, possible + conversation.Rows.Count);
        }

        Assert.True(made > possible / 3, $"{made} of {possible}");
    }

    /// <summary>What a row tells is so; what is not known is empty.</summary>
    private static void Check(Dictionary<string, HttpRow> whole, HttpRow row, string round)
    {
        var right = whole.Values.SingleOrDefault(r => r.Stream == row.Stream);
        Assert.True(right is not null, $"{round}: no stream {row.Stream}");
        Assert.True(Is(row.Method, right.Method) && Is(row.Path, right.Path) && (row.Status == 0 || row.Status == right.Status), $"{round}: {row} is not {right}");
        Assert.True(AreOf(row.RequestHeaders, right.RequestHeaders) && AreOf(row.ResponseHeaders, right.ResponseHeaders) && AreOf(row.Trailers, right.Trailers), $"{round}: {row} is not {right}");
        Assert.True(right.RequestBody.StartsWith(row.RequestBody, StringComparison.Ordinal) || row.Rpc != right.Rpc, $"{round}: {row} is not {right}");
        Assert.True(right.ResponseBody.StartsWith(row.ResponseBody, StringComparison.Ordinal) || row.Rpc != right.Rpc, $"{round}: {row} is not {right}");
        Assert.True(Is(row.Rpc, right.Rpc) && Is(row.RpcMethod, right.RpcMethod) && Is(row.GrpcStatus, right.GrpcStatus), $"{round}: {row} is not {right}");
        Assert.True(row.Messages.Request is 0 || row.Messages.Request == right.Messages.Request, $"{round}: {row} is not {right}");
        Assert.True(row.Messages.Response is 0 || row.Messages.Response == right.Messages.Response, $"{round}: {row} is not {right}");
        Assert.True((right.RequestSize, right.ResponseSize, right.Time, right.Latency, right.Error) == (row.RequestSize, row.ResponseSize, row.Time, row.Latency, row.Error), $"{round}: {row} is not {right}");
    }

    private static bool Is(string told, string right) => told.Length == 0 || told == right;

    /// <summary>Whether the fields that are told are some of those that were sent; of a name that came more than once perhaps not all.</summary>
    private static bool AreOf(string told, string right)
    {
        var sent = right.Split("; ").Select(f => f.Split('=', 2)).ToDictionary(f => f[0], f => f.Length > 1 ? f[1].Split('|') : []);
        return told.Length == 0 || told.Split("; ").Select(f => f.Split('=', 2)).All(f => sent.TryGetValue(f[0], out var values) && f[1].Split('|').All(values.Contains));
    }
}
