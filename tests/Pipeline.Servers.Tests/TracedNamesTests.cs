using System.Globalization;
using System.Text.Json;

namespace Pipeline.Servers.Tests;

/// <summary>curl with Debian's bind9 as its name server, while the host traces both: rows have the names that curl was given on its command line.</summary>
[Trait("needs", "root")]
public sealed class TracedNamesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Calls_have_the_names_that_their_process_or_else_the_machine_asked_for()
    {
        Needs.Root("named", "dig", "curl", "python3", "unshare", "ip");
        var port = FreePort.Take();
        WriteZone();
        var configuration = _folder.Write("names.toml", $"""
            [pipeline]
            memory = "1GiB"
            stop_deadline = "5m"
            [sources.sockets]
            type = "sockets"
            ring_size = "64MiB"
            protocols = ["dns", "http"]
            ports = [53, {port}]
            [transforms.requests]
            type = "protocols"
            inputs = ["sockets.conn_data", "sockets.conn_events"]
            when_full = "block"
            [transforms.named]
            type = "dns_names"
            wait = "10s"
            inputs = ["requests.dns_events", "requests.http_events", "sockets.conn_events"]
            when_full = "block"
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["named"]
            when_full = "block"
            """);
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.AttachedAsync();
        var said = await RunningProcess.RunAsync(
            "unshare", "--net", "--mount", "bash", Path.Combine(AppContext.BaseDirectory, "handlers", "dns_names.sh"), _folder.Path(""), port.ToString(CultureInfo.InvariantCulture));
        var ledger = await host.StopAsync();
        Assert.All(ledger.Components, c => Assert.Empty(c.Dropped));

        var names = new Dictionary<string, string>
        {
            ["name"] = "shop.example.test", ["alias"] = "www.example.test", ["other"] = "shelf.example.test", ["address"] = "shelf.example.test", ["nameless"] = "",
            ["asked-by-another"] = "fifth.example.test", ["moved"] = "moved.example.test",
        };
        var called = said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')).ToDictionary(w => w[0], w => w[1]);
        Assert.Equal(names.Keys.Order(), called.Values.Order());
        foreach (var (pid, what) in called)
            foreach (var table in (string[])["http_events", "conn_events"])
            {
                var rows = host.Rows.Where(r => Is(r, table, "client") && $"{r.GetProperty("pid")}" == pid && r.GetProperty("remote_port").GetInt32() == port).ToList();
                Assert.NotEmpty(rows);
                Assert.All(rows, r => Assert.Equal((what, names[what]), (what, r.GetProperty("remote_name").GetString())));
            }

        Assert.All(host.Rows.Where(r => Is(r, "http_events", "server")), r => Assert.Equal("", r.GetProperty("remote_name").GetString()));
        // The answers are there as well, as they were.
        Assert.Contains(host.Rows, r => Is(r, "dns_events", "client") && r.GetProperty("query_name").GetString() == "www.example.test" && !r.TryGetProperty("remote_name", out _));
    }

    public void Dispose() => _folder.Dispose();

    private static bool Is(JsonElement row, string table, string role) => row.GetProperty("table").GetString() == table && row.GetProperty("trace_role").GetString() == role;

    private void WriteZone()
    {
        var zone = _folder.Write("example.test", """
            $TTL 3600
            @ IN SOA ns hostmaster 1 3600 600 86400 60
            @ IN NS ns
            ns IN A 127.0.0.1
            ready IN A 127.0.0.1
            shop IN A 192.0.2.3
            www IN CNAME cdn
            cdn IN CNAME edge
            edge IN A 192.0.2.4
            shelf IN A 192.0.2.3
            fifth IN A 192.0.2.5
            moved IN A 192.0.2.5

            """);
        _folder.Write("named.conf", $$"""
            options {
                directory "{{_folder.Path("")}}";
                pid-file none;
                session-keyfile none;
                listen-on port 53 { 127.0.0.1; };
                listen-on-v6 { none; };
                recursion no;
                dnssec-validation no;
            };
            controls { };
            zone "example.test" { type master; file "{{zone}}"; };

            """);
        _folder.Write("resolv.conf", "nameserver 127.0.0.1\noptions timeout:30 attempts:5\n");
    }
}
