using System.Globalization;
using Pipeline.Servers.Tests.Loads;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>Servers, connections and hosts that begin and end while others go on.</summary>
[Trait("needs", "root")]
public sealed class TracedLivesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_server_killed_in_the_middle_of_a_request_costs_that_request_and_no_other()
    {
        Needs.Root("nginx");
        using var nginx = await Nginx.StartAsync(_folder);
        using var python = await Handlers.StartPythonAsync();
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port, python.Port);
        using var other = await Talk.OpenAsync(nginx.Port);
        using var talk = await Talk.OpenAsync(python.Port);
        await other.AskAsync("/f/100", 10);
        await talk.AskAsync("/delay/0/7", 5);
        await talk.SendAsync("/delay/60000/7");
        await other.AskAsync("/f/1460", 10);
        await python.ReadSocketsAsync();
        python.Kill();
        Assert.Equal(0, await talk.ReceiveAsync());
        await other.AskAsync("/f/4096", 10);
        await trace.StopAsync();

        foreach (var role in (string[])["client", "server"])
        {
            Assert.Equal(Enumerable.Repeat("/delay/0/7", 5), HttpRows.Of(trace.Rows, role, python.Port).Select(r => r.Path));
            Assert.Equal(30, HttpRows.Of(trace.Rows, role, nginx.Port).Length);
        }

        Assert.Equal((2, 0), (trace.Stat("unpaired_requests"), trace.Stat("unpaired_responses")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_older_than_the_host_is_read_once_it_is_certain_which_response_is_whose(bool pauses)
    {
        Needs.Root("nginx");
        using var nginx = await Nginx.StartAsync(_folder);
        using var talk = await Talk.OpenAsync(nginx.Port);
        await talk.AskAsync("/f/100", 20);
        using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
        var asked = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            asked.Add($"/f/{Nginx.Sizes[i % 4]}?{i}/{Nginx.Sizes[i % 4]}");
            await talk.AskAsync(asked[^1]);
            // Nobody waits so long for a response that has begun: what comes next begins anew.
            if (pauses && i == 0)
                await Task.Delay(1_200, TestContext.Current.CancellationToken);
        }

        await trace.StopAsync();
        foreach (var role in (string[])["client", "server"])
        {
            var rows = HttpRows.Of(trace.Rows, role, nginx.Port);
            Assert.InRange(rows.Length, pauses ? 38 : 20, 40);
            Assert.Equal(asked.TakeLast(rows.Length).Select(path => new Exchange(talk.Port, "GET", path, 200, 0, long.Parse(path.Split('/')[^1], CultureInfo.InvariantCulture))), rows);
        }
    }

    [Fact]
    public async Task Hosts_that_come_and_go_while_traffic_goes_on_tell_nothing_that_was_not_so()
    {
        Needs.Root("nginx", "h2load");
        string[] paths = [.. Nginx.Sizes.Where(s => s <= 4096).Select(s => $"/f/{s}"), .. Nginx.Statuses.Select(s => $"/s/{s}")];
        using var nginx = await Nginx.StartAsync(_folder);
        var (asked, isOver) = (0, false);
        var load = AskAsync();
        var hosts = new List<Exchange[]>();
        for (var i = 0; i < 3; i++)
        {
            using var trace = await Trace.StartAsync(_folder, "http", nginx.Port);
            // Until it has seen some, however slow the machine is.
            while (trace.Process.Output.All.Count(l => l.Contains("\"client\"", StringComparison.Ordinal)) < 150 || trace.Process.Output.All.Count(l => l.Contains("\"server\"", StringComparison.Ordinal)) < 150)
                await trace.Process.Output.WaitForAsync("http_events", from: trace.Process.Output.All.Length);
            await trace.StopAsync();
            hosts.AddRange(HttpRows.Of(trace.Rows, "client", nginx.Port), HttpRows.Of(trace.Rows, "server", nginx.Port));
        }

        isOver = true;
        await load;
        var log = (await AccessLog.ReadAsync(nginx.Log, asked)).GroupBy(e => e.Port).ToDictionary(g => g.Key, g => g.ToArray());
        Assert.All(hosts, rows => Assert.InRange(rows.Length, 150, asked));
        // What a host tells of a connection is one stretch of what nginx says, with nothing left out.
        Assert.All(hosts.SelectMany(rows => rows.GroupBy(r => r.Port)), rows => Assert.True(IsPart(log[rows.Key], [.. rows]), $"{string.Join('\n', rows)}"));

        // As long as there are hosts, however slow the machine is.
        async Task AskAsync()
        {
            for (; !Volatile.Read(ref isOver); asked += 4_000)
                await H2load.RunAsync(_folder, nginx.Port, requests: 4_000, connections: 4, rate: 1_000, paths);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static bool IsPart(Exchange[] whole, Exchange[] part) =>
        Enumerable.Range(0, Math.Max(0, whole.Length - part.Length + 1)).Any(start => whole.AsSpan(start, part.Length).SequenceEqual(part));
}
