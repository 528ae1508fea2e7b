using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Red;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Red;

/// <summary>Who calls whom: both views of a call made one, and what only one end tells of.</summary>
public sealed class ServiceMapTests
{
    private const string Client = "127.0.0.1:40000";
    private const string Server = "127.0.0.1:80";

    private static readonly Span Asked = new() { Role = "client", Local = Client, Remote = Server, Comm = "curl", Pid = 1, Connection = 11, Nanoseconds = 2_000_000 };
    private static readonly Span Answered = new() { Role = "server", Local = Server, Remote = Client, Comm = "nginx", Pid = 2, Connection = 12, Nanoseconds = 1_000_000 };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_views_of_a_call_are_one_call_between_two_processes(bool clientFirst)
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        Process(run, clientFirst ? [Asked, Answered] : [Answered, Asked]);
        var edge = Assert.Single(run.Flush()["service_map"]);
        Assert.Equal("curl -> nginx:80 http 1/0", Show(edge));
        Assert.Equal(1_000_000, edge.Integer("max_ns"));
    }

    [Theory]
    [InlineData(Nodes.Pid, "curl[1] -> nginx[2]:80 http 1/0")]
    [InlineData(Nodes.Address, "127.0.0.1 -> 127.0.0.1:80 http 1/0")]
    public void Ends_are_what_the_option_says(object nodes, string edge)
    {
        using var run = new RedRun(new RedOptions { Nodes = (Nodes)nodes }, Spans.All);
        Process(run, Asked, Answered);
        Assert.Equal(edge, Show(Assert.Single(run.Flush()["service_map"])));
    }

    [Fact]
    public void What_one_end_tells_alone_is_counted_with_the_others_address()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        Process(run, Asked, Asked, (Answered with { Remote = "10.9.9.9:5000" }).With("http.response.status_code", 503));
        Assert.Equal(["10.9.9.9 -> nginx:80 http 1/1", "curl -> 127.0.0.1:80 http 2/0"], run.Flush()["service_map"].Select(Show).Order());
    }

    [Fact]
    public void A_view_that_comes_too_late_lends_its_name_to_the_calls_that_follow_and_counts_none_again()
    {
        using var run = new RedRun(new RedOptions { Temporality = Temporality.Delta }, Spans.All);
        Process(run, Asked);
        Assert.Equal(["curl -> 127.0.0.1:80 http 1/0"], run.Flush()["service_map"].Select(Show));
        Process(run, Answered with { Began = 500_000 }, Asked with { Began = 3_000_000 }, Answered with { Began = 3_500_000 });
        Assert.Equal(["curl -> nginx:80 http 1/0"], run.Flush()["service_map"].Select(Show));
    }

    [Fact]
    public void A_server_that_begins_to_tell_later_is_counted_from_then_on()
    {
        using var run = new RedRun(new RedOptions { Temporality = Temporality.Delta }, Spans.All);
        Process(run, Asked, Asked with { Began = 3_000_000 });
        Assert.Equal(["curl -> 127.0.0.1:80 http 2/0"], run.Flush()["service_map"].Select(Show));
        Process(run, [.. Enumerable.Range(2, 3).SelectMany(i => (Span[])[Answered with { Began = i * 3_000_000 + 500_000 }, Asked with { Began = i * 3_000_000 }])]);
        Assert.Equal(["curl -> nginx:80 http 3/0"], run.Flush()["service_map"].Select(Show));
    }

    [Theory]
    [InlineData(999, "curl -> nginx:80 http 1/0")]
    [InlineData(3_001, "curl -> 127.0.0.1:80 http 1/0")]
    public void Calls_wait_for_the_other_end_as_long_as_the_option_says(int milliseconds, string edge)
    {
        using var run = new RedRun(new RedOptions { Wait = TimeSpan.FromSeconds(3) }, Spans.All);
        Process(run, Asked);
        run.Clock.Now = run.Clock.Now.AddMilliseconds(milliseconds);
        Process(run, Answered);
        Assert.Equal([edge], run.Flush()["service_map"].Select(Show));
    }

    [Fact]
    public void A_connection_from_the_same_port_is_another_one()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        Process(run, Answered, Asked);
        run.Clock.Now = run.Clock.Now.AddSeconds(1);
        Process(run, Answered with { Connection = 22 }, Asked with { Connection = 21, Comm = "wget" });
        Assert.Equal(["curl -> nginx:80 http 1/0", "wget -> nginx:80 http 1/0"], run.Flush()["service_map"].Select(Show).Order());
    }

    [Fact]
    public void Calls_that_wait_are_told_when_the_inputs_end_and_until_then_of_the_next_interval()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        run.Clock.Now -= TimeSpan.FromSeconds(9.5);
        Process(run, Asked);
        run.Clock.Now -= TimeSpan.FromSeconds(9.5);
        Assert.Empty(run.Flush()["service_map"]);
        run.Clock.Now -= TimeSpan.FromSeconds(9.9);
        Assert.Equal(["curl -> 127.0.0.1:80 http 1/0"], run.Flush(isLast: true)["service_map"].Select(Show));
    }

    [Fact]
    public void Sockets_without_ports_are_edges_without_a_join()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        Process(run, Asked with { Local = "[::]:0", Remote = "[::]:0" }, Answered with { Local = "[::]:0", Remote = "[::]:0" });
        Assert.Equal([" -> nginx:0 http 1/0", "curl -> :0 http 1/0"], run.Flush()["service_map"].Select(Show).Order());
    }

    [Fact]
    public void Figures_of_an_edge_are_sums_and_quantiles_of_its_calls()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        var random = new Random(1);
        var times = Enumerable.Range(0, 1_000).Select(_ => (long)Math.Pow(10, 3 + random.NextDouble() * 6)).ToArray();
        Process(run, [.. times.Select(t => (Answered with { Nanoseconds = t }).With("http.request.body.size", 3).With("http.response.body.size", 5))]);
        var edge = Assert.Single(run.Flush()["service_map"]);
        Array.Sort(times);
        Assert.Equal((1000, times.Sum(), times[^1]), ((int)edge.Integer("calls"), (long)edge.Integer("latency_ns"), (long)edge.Integer("max_ns")));
        Assert.Equal((3000, 5000), ((int)edge.Integer("request_bytes"), (int)edge.Integer("response_bytes")));
        Assert.Equal(100.0, edge.Float("rate"));
        foreach (var (column, at) in new[] { ("p50_ns", 499), ("p95_ns", 949), ("p99_ns", 989) })
            Assert.InRange((double)edge.Integer(column) / times[at], 1 - 1 / 15.0, 1 + 1 / 15.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_the_order_each_call_is_counted_once(int seed)
    {
        var random = new Random(seed);
        using var run = new RedRun(new RedOptions(), Spans.All);
        var expected = new SortedDictionary<string, (int Calls, int Errors)>(StringComparer.Ordinal);
        List<(double At, Span Span)> rows = [];
        for (ulong connection = 1; connection <= 400; connection++)
        {
            var sees = random.Next(3);
            var (client, server) = (random.Next(3), random.Next(3));
            var (clientEnd, serverEnd) = ($"127.0.0.{1 + client}:{1000 + random.Next(60_000)}", $"127.0.1.{server}:80");
            var begins = random.NextDouble() * 5;
            var calls = random.Next(1, 6);
            var edge = $"{(sees == 1 ? $"127.0.0.{1 + client}" : $"client{client}")} -> {(sees == 2 ? $"127.0.1.{server}" : $"server{server}")}:80 http";
            for (var call = 0; call < calls; call++)
            {
                var failed = random.Next(4) == 0;
                var at = begins + call * 0.01;
                var (count, errors) = expected.GetValueOrDefault(edge);
                expected[edge] = (count + 1, errors + (failed ? 1 : 0));
                var status = failed ? 503 : 200;
                // Each end tells when its program gets to it.
                if (sees != 1)
                    rows.Add((at + random.NextDouble() * 0.4, new Span { Role = "client", Local = clientEnd, Remote = serverEnd, Comm = $"client{client}", Connection = connection, ["http.response.status_code"] = status }));
                if (sees != 2)
                    rows.Add((at + random.NextDouble() * 0.4, new Span { Role = "server", Local = serverEnd, Remote = clientEnd, Comm = $"server{server}", Connection = connection + 1000, ["http.response.status_code"] = status }));
            }
        }

        var start = run.Clock.Now;
        foreach (var rowsAtOnce in rows.OrderBy(r => r.At).GroupBy(r => (int)(r.At * 20)))
        {
            run.Clock.Now = start.AddSeconds(rowsAtOnce.Key / 20.0);
            Process(run, [.. rowsAtOnce.Select(r => r.Span)]);
        }

        var seen = run.Flush(isLast: true)["service_map"].Select(Show).Order(StringComparer.Ordinal);
        Assert.Equal(expected.Select(e => $"{e.Key} {e.Value.Calls}/{e.Value.Errors}").Order(StringComparer.Ordinal), seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void However_late_an_end_tells_each_call_is_counted_once(int seed)
    {
        const long millisecond = 1_000_000;
        var random = new Random(seed);
        using var run = new RedRun(new RedOptions(), Spans.All);
        List<(double At, Span Span)> rows = [];
        for (var connection = 1UL; connection <= 300; connection++)
        {
            var (client, begins) = ($"127.0.0.1:{1000 + connection}", random.Next(5000));
            // What is late with one call is, mostly, late with the next.
            double[] late = [random.Next(4) * random.NextDouble() * 2000, random.Next(4) * random.NextDouble() * 2000];
            double[] told = [0, 0];
            for (var call = 0; call < 5; call++)
            {
                var began = begins + call * 100;
                Span[] ends =
                [
                    Asked with { Local = client, Connection = connection, Began = began * millisecond, Nanoseconds = 90 * millisecond },
                    Answered with { Remote = client, Connection = connection + 1000, Began = (began + 1) * millisecond, Nanoseconds = 50 * millisecond },
                ];
                for (var end = 0; end < 2; end++)
                {
                    told[end] = Math.Max(told[end], began + 100 + late[end]);
                    rows.Add((told[end], ends[end]));
                }
            }
        }

        var start = run.Clock.Now;
        foreach (var rowsAtOnce in rows.OrderBy(r => r.At).GroupBy(r => (int)(r.At / 50)))
        {
            run.Clock.Now = start.AddMilliseconds(rowsAtOnce.Key * 50);
            Process(run, [.. rowsAtOnce.Select(r => r.Span)]);
        }

        var edges = run.Flush(isLast: true)["service_map"].ToArray();
        Assert.Equal(1500, edges.Sum(e => (int)e.Integer("calls")));
        // Else nothing was late.
        Assert.True(edges.Length == 3, string.Join(", ", edges.Select(Show)));
    }

    [Fact]
    public void More_connections_than_are_remembered_are_still_all_counted()
    {
        using var run = new RedRun(new RedOptions(), Spans.All);
        for (var batch = 0; batch < 100; batch++)
        {
            run.Clock.Now = run.Clock.Now.AddMilliseconds(1);
            Process(run, [.. Enumerable.Range(0, 1000).Select(i => Answered with { Remote = $"10.{batch}.{i / 250}.{i % 250}:5000", Local = $"127.0.0.1:{80 + i % 2}" })]);
        }

        var edges = run.Flush(isLast: true)["service_map"].ToArray();
        Assert.Equal(100_000, edges.Sum(e => (int)e.Integer("calls")));
        Assert.Equal(2_001, edges.Length);
        Assert.Equal(98_000, (int)Assert.Single(edges, e => e.Text("client") == "(overflow)").Integer("calls"));
    }

    private static void Process(RedRun run, params Span[] spans) => run.Process(Spans.Batch(Spans.Http, spans, run.Emitter.Arena));

    private static string Show(GroupedRow edge) =>
        $"{edge.Text("client")} -> {edge.Text("server")}:{edge.Integer("server_port")} {edge.Text("protocol")} {edge.Integer("calls")}/{edge.Integer("errors")}";
}
