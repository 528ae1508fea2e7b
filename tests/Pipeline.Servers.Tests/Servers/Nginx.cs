namespace Pipeline.Servers.Tests.Servers;

/// <summary>
/// Debian's nginx with one worker. <c>/f/N</c> is a file of N bytes, <c>/s/CODE</c> an answer with that status and 4 bytes, <c>/none</c> 204.
/// </summary>
internal sealed class Nginx : IDisposable
{
    /// <summary>The sizes of files that there are.</summary>
    internal static readonly int[] Sizes = [0, 1, 100, 1460, 4096, 20_000, 100_000, 1_000_000];

    /// <summary>The statuses there are.</summary>
    internal static readonly int[] Statuses = [200, 201, 400, 403, 404, 500, 503];

    private readonly ServerProcess _process;

    private Nginx(ServerProcess process, string log) => (_process, Log) = (process, log);

    internal int Port => _process.Port;

    internal int[] Pids => _process.Pids;

    /// <summary>The access log, a JSON object a request, written as requests end.</summary>
    internal string Log { get; }

    /// <param name="folder">Where its files are.</param>
    /// <param name="listen">What else its port is told: <c> http2</c>.</param>
    /// <param name="certificate">With which it encrypts.</param>
    internal static async Task<Nginx> StartAsync(TemporaryFolder folder, string listen = "", Certificate? certificate = null)
    {
        var port = FreePort.Take();
        var (root, log) = (folder.Path("nginx"), folder.Path("access.log"));
        Directory.CreateDirectory(Path.Combine(root, "f"));
        foreach (var size in Sizes)
            await File.WriteAllBytesAsync(Path.Combine(root, "f", $"{size}"), Content(size)).ConfigureAwait(false);
        var configuration = folder.Write("nginx.conf", $$"""
            daemon off;
            worker_processes 1;
            pid {{root}}/pid;
            error_log stderr warn;
            user root;
            events { worker_connections 20000; }
            worker_rlimit_nofile 20100;
            http {
                log_format witness escape=json '{"port":$remote_port,"method":"$request_method","path":"$request_uri","status":$status,"sent":$body_bytes_sent,"received":"$content_length","seconds":$request_time}';
                access_log {{log}} witness;
                default_type application/octet-stream;
                client_body_temp_path {{root}}/body;
                proxy_temp_path {{root}}/proxy;
                fastcgi_temp_path {{root}}/fastcgi;
                uwsgi_temp_path {{root}}/uwsgi;
                scgi_temp_path {{root}}/scgi;
                keepalive_requests 100000000;
                keepalive_timeout 1h;
                client_header_timeout 1h;
                client_body_timeout 1h;
                send_timeout 1h;
                lingering_time 1h;
                lingering_timeout 1h;
                client_max_body_size 8m;
                server {
                    listen 127.0.0.1:{{port}} backlog=4096{{(certificate is null ? "" : " ssl")}}{{listen}};
                    {{(certificate is null ? "" : $"ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate {certificate.Path}; ssl_certificate_key {certificate.Key};")}}
                    root {{root}};
                    location = /none { return 204; }
            {{string.Concat(Statuses.Select(s => $"        location = /s/{s} {{ return {s} \"{s}\\n\"; }}\n"))}}
                }
            }
            """);
        var process = await ServerProcess.StartAsync(port, "nginx", "-p", root, "-c", configuration, "-e", "stderr").ConfigureAwait(false);
        // The one that accepts connections is there before the one that answers.
        await process.StartsAsync(2).ConfigureAwait(false);
        return new Nginx(process, log);
    }

    public void Dispose() => _process.Dispose();

    private static byte[] Content(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
            bytes[i] = (byte)('a' + (i % 26));
        return bytes;
    }
}
