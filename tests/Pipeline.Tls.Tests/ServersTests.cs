using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Tls.Tests.Moving;
using Pipeline.Tls.Tests.Observing;

namespace Pipeline.Tls.Tests;

/// <summary>Programs as they are installed, each with the library it has.</summary>
[Trait("needs", "root")]
public sealed class ServersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Node_is_seen_whose_library_is_inside_the_program()
    {
        Needs.Root("node");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        string[] said = [];
        var seen = await Observer.RunAsync(_folder, cgroup, async log =>
        {
            // It is large: who starts it first may be done before it is looked through. This one stays.
            using (Workload.Start(cgroup, "/usr/bin/node", "--eval", "process.stdin.resume()"))
                await log.WaitForAsync("/usr/bin/node is observed");
            said = await Workload.RunAsync(cgroup, "/usr/bin/node", Installed.Workload("node.js"), certificate.Path, certificate.Key, "10");
        });
        Assert.Equal(10, Conversation.Read(said).Length);
        Whole.Assert(seen, Conversation.Read(said));
    }

    [Fact]
    public async Task GnuTls_is_seen_at_both_ends()
    {
        Needs.Root("gnutls-cli", "gnutls-serv");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        const string word = "What is said comes back.\n";
        var port = FreePort.Take();
        var seen = await Observer.RunAsync(_folder, cgroup, async log =>
        {
            using var server = Workload.Start(
                cgroup, "/usr/bin/gnutls-serv", "--echo", "--quiet", "--port", Text(port), "--x509certfile", certificate.Path, "--x509keyfile", certificate.Key);
            await AnswersAsync(port);
            await log.WaitForAsync(l => l.Contains("/libgnutls.so.", StringComparison.Ordinal) && l.Contains(" is observed", StringComparison.Ordinal));
            using var client = Workload.Start(cgroup, "/usr/bin/gnutls-cli", "--insecure", "--port", Text(port), "127.0.0.1");
            await client.Output.WaitForAsync("Simple Client Mode");
            for (var i = 0; i < 20; i++)
                Assert.Equal(word.TrimEnd(), await client.AskAsync(word.TrimEnd()));
            // The client has the answer, perhaps, before the server's call has returned.
            await AsleepAsync(server);
        });
        var expected = string.Concat(Enumerable.Repeat(word, 20));
        foreach (var end in seen.Plain.GroupBy(r => (r.Connection, r.Direction)))
        {
            Assert.Equal(expected, string.Concat(end.OrderBy(r => r.Position).Select(r => Encoding.ASCII.GetString(r.Payload))));
            Assert.Equal(0, end.Min(r => r.Position));
        }

        Assert.Equal(4, seen.Plain.GroupBy(r => (r.Connection, r.Direction)).Count());
        Assert.Equal(0, seen.Unseen("unjoined"));
    }

    [Fact]
    public async Task Dot_net_is_seen_whatever_thread_goes_on()
    {
        Needs.Root();
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        List<Conversation> moved = [];
        cgroup.Take(Environment.ProcessId);
        // The host is started from here, and so is in the cgroup, too; it leaves itself out.
        var seen = await Observer.RunAsync(_folder, cgroup, async _ => moved = await DotNet.ExchangeAsync(certificate.Whole, connections: 20));
        Assert.Equal(20, moved.Count);
        Whole.Assert(seen, moved);
    }

    [Fact]
    public async Task Requests_to_nginx_are_rows_of_http_at_both_ends()
    {
        Needs.Root("nginx", "curl");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        var port = FreePort.Take();
        var configuration = _folder.Write("nginx.conf", $$"""
            daemon off; master_process off; pid {{_folder.Path("nginx.pid")}}; error_log stderr;
            events { }
            http { access_log off; server { listen 127.0.0.1:{{port}} ssl; ssl_certificate {{certificate.Path}}; ssl_certificate_key {{certificate.Key}}; location / { return 200 "yes"; } } }
            """);
        var seen = await Observer.RunAsync(_folder, cgroup, async _ =>
        {
            using var server = Workload.Start(cgroup, "/usr/sbin/nginx", "-c", configuration, "-e", "stderr");
            await AnswersAsync(port);
            for (var i = 0; i < 10; i++)
                await Workload.RunAsync(cgroup, "/usr/bin/curl", "--silent", "--show-error", "--insecure", "--http1.1", $"https://127.0.0.1:{port}/once/{i}", $"https://127.0.0.1:{port}/again/{i}");
            server.Signal(RunningProcess.Interrupt);
            await server.EndAsync();
        }, protocols: true);
        var rows = seen.Others.Where(r => r.GetProperty("table").GetString() == "http_events").ToArray();
        string[] expected = [.. Enumerable.Range(0, 10).SelectMany(i => (string[])[$"/again/{i}", $"/once/{i}"]).Order(StringComparer.Ordinal)];
        foreach (var role in (string[])["client", "server"])
        {
            var told = rows.Where(r => r.GetProperty("trace_role").GetString() == role).ToArray();
            Assert.Equal(expected, told.Select(r => r.GetProperty("req_path").GetString()!).Order(StringComparer.Ordinal));
            Assert.All(told, r => Assert.True(r.GetProperty("encrypted").GetBoolean() && r.GetProperty("resp_status").GetInt32() == 200));
        }
    }

    [Fact]
    public async Task Of_a_thousand_short_processes_none_is_missed()
    {
        Needs.Root("nginx", "curl");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        var port = FreePort.Take();
        var configuration = _folder.Write("nginx.conf", $$"""
            daemon off; master_process off; pid {{_folder.Path("nginx.pid")}}; error_log stderr;
            events { }
            http { access_log off; server { listen 127.0.0.1:{{port}} ssl; ssl_certificate {{certificate.Path}}; ssl_certificate_key {{certificate.Key}}; location / { return 200 "yes"; } } }
            """);
        const int processes = 1000;
        var seen = await Observer.RunAsync(_folder, cgroup, async _ =>
        {
            using var server = Workload.Start(cgroup, "/usr/sbin/nginx", "-c", configuration, "-e", "stderr");
            await AnswersAsync(port);
            // In parts, none of which takes long on any machine.
            for (var first = 0; first < processes; first += 50)
                await Workload.RunAsync(
                    cgroup, "sh", "-c", $"i={first}; while [ $i -lt {first + 50} ]; do curl --silent --insecure --http1.1 --output /dev/null https://127.0.0.1:{port}/$i || exit 1; i=$((i+1)); done");
        });
        var requests = seen.Plain.Where(r => r is { IsClient: true, Direction: "egress" }).Select(r => Encoding.ASCII.GetString(r.Payload).Split(' ')[1]);
        Assert.Equal(Enumerable.Range(0, processes).Select(i => $"/{i}").Order(StringComparer.Ordinal), requests.Order(StringComparer.Ordinal));
        Assert.Equal(0, seen.Unseen("unjoined"));
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns once a program of one thread waits for something.</summary>
    private static async Task AsleepAsync(RunningProcess program)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!(await File.ReadAllTextAsync($"/proc/{program.Id}/stat", patience.Token)).Contains(") S ", StringComparison.Ordinal))
            await Task.Delay(20, patience.Token);
    }

    private static async Task AnswersAsync(int port)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (true)
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, patience.Token);
            }
    }
}
