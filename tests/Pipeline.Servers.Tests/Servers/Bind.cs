namespace Pipeline.Servers.Tests.Servers;

/// <summary>Debian's bind9, authoritative for example.test and for nothing else.</summary>
internal sealed class Bind : IDisposable
{
    private readonly ServerProcess _process;

    private Bind(ServerProcess process, string log) => (_process, Log) = (process, log);

    internal int Port => _process.Port;

    /// <summary>Its log of queries, a line each.</summary>
    internal string Log { get; }

    internal static async Task<Bind> StartAsync(TemporaryFolder folder)
    {
        var port = FreePort.Take();
        var (root, log) = (folder.Path("bind"), folder.Path("queries.log"));
        Directory.CreateDirectory(root);
        var zone = folder.Write("example.test", $"""
            $TTL 60
            @ IN SOA ns hostmaster 1 3600 600 86400 60
            @ IN NS ns
            @ IN MX 10 mail
            ns IN A 127.0.0.1
            mail IN A 192.0.2.25
            www IN A 192.0.2.80
            www IN AAAA 2001:db8::80
            alias IN CNAME www
            text IN TXT "one" "two words"
            large IN TXT {string.Concat(Enumerable.Repeat($"\"{new string('t', 250)}\" ", 8))}
            _http._tcp IN SRV 1 2 8080 www
            {string.Concat(Enumerable.Range(0, 100).Select(i => $"h{i} IN A 198.51.100.{i}\n"))}
            """);
        var configuration = folder.Write("named.conf", $$"""
            options {
                directory "{{root}}";
                pid-file none;
                session-keyfile none;
                listen-on port {{port}} { 127.0.0.1; };
                listen-on-v6 { none; };
                recursion no;
                querylog yes;
                max-udp-size 4096;
                tcp-initial-timeout 1200;
                tcp-idle-timeout 1200;
                dnssec-validation no;
            };
            controls { };
            logging {
                channel asked { file "{{log}}"; };
                category queries { asked; };
            };
            zone "example.test" { type master; file "{{zone}}"; };

            """);
        return new Bind(await ServerProcess.StartAsync(port, "named", "-f", "-n", "1", "-c", configuration).ConfigureAwait(false), log);
    }

    public void Dispose() => _process.Dispose();
}
