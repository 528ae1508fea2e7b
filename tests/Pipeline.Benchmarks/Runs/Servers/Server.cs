using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>A server with a folder and a port of loopback of its own, and the thread that does its work. Ends when disposed, and some minutes after a report that was killed.</summary>
internal sealed class Server : IDisposable
{
    private const string Life = "400";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-benchmark-");
    private readonly Command _command;

    private Server(Func<string, int, string[]> command)
    {
        Port = FreePort();
        _command = Command.Start(["timeout", "--signal=KILL", Life, .. command(_folder.FullName, Port)]);
    }

    internal int Port { get; }

    /// <summary>The process that answers.</summary>
    internal int Pid { get; private set; }

    /// <summary>nginx with one worker and a page of 1 kB at /.</summary>
    internal static Task<Server> StartNginxAsync() => StartNginxAsync(_ => "", "");

    /// <summary>The same over TLS.</summary>
    internal static Task<Server> StartNginxTlsAsync() => StartNginxAsync(MakeCertificate, " ssl");

    private static Task<Server> StartNginxAsync(Func<string, string> certificate, string listens) => StartAsync("worker", (folder, port) =>
    {
        File.WriteAllText(Path.Combine(folder, "index.html"), new string('p', 1024));
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off;
            worker_processes 1;
            pid {{folder}}/pid;
            error_log stderr crit;
            user root;
            events { worker_connections 16000; }
            http {
                access_log off;
                client_body_temp_path {{folder}}/body;
                proxy_temp_path {{folder}}/proxy;
                fastcgi_temp_path {{folder}}/fastcgi;
                uwsgi_temp_path {{folder}}/uwsgi;
                scgi_temp_path {{folder}}/scgi;
                keepalive_requests 1000000000;
                keepalive_timeout 600s;
                server { listen 127.0.0.1:{{port}}{{listens}} backlog=4096; root {{folder}}; {{certificate(folder)}} }
            }
            """);
        return ["nginx", "-p", folder, "-c", configuration, "-e", "stderr"];
    });

    /// <summary>redis-server that keeps nothing.</summary>
    internal static Task<Server> StartRedisAsync() => StartAsync("redis-server", static (folder, port) =>
        ["redis-server", "--port", Text(port), "--bind", "127.0.0.1", "--dir", folder, "--save", "", "--appendonly", "no", "--loglevel", "warning"]);

    public void Dispose()
    {
        _command.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task<Server> StartAsync(string answering, Func<string, int, string[]> command)
    {
        var server = new Server(command);
        for (var waited = TimeSpan.Zero; !await AcceptsAsync(server.Port).ConfigureAwait(false); waited += TimeSpan.FromMilliseconds(50))
        {
            if (waited > Patience)
            {
                server.Dispose();
                throw new InvalidOperationException($"the server did not begin to listen on {server.Port}");
            }

            await Task.Delay(50).ConfigureAwait(false);
        }

        server.Pid = Descendants(server._command.Id).Last(pid => File.ReadAllText($"/proc/{Text(pid)}/cmdline").Contains(answering, StringComparison.Ordinal));
        return server;
    }

    // What nginx has to be told of it.
    private static string MakeCertificate(string folder)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "certificate"), made.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "key"), key.ExportPkcs8PrivateKeyPem());
        return $"ssl_certificate {folder}/certificate; ssl_certificate_key {folder}/key;";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Descendants(int pid)
    {
        foreach (var child in File.ReadAllText($"/proc/{Text(pid)}/task/{Text(pid)}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var id = int.Parse(child, CultureInfo.InvariantCulture);
            yield return id;
            foreach (var below in Descendants(id))
                yield return below;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
