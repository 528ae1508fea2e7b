using System.Globalization;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Otlp.Tests.Sending.Support;

/// <summary>Debian's nginx before a collector, as it stands before many: bodies of at most 64 KiB.</summary>
internal sealed class Nginx : IDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly TemporaryFolder _folder = new();
    private readonly RunningProcess _process;

    private Nginx(Uri collector, bool isGrpc)
    {
        Assert.SkipUnless(File.Exists(Program), $"there is no {Program}: install Debian's package nginx-light");
        var port = FreePort.Take();
        Address = new Uri($"http://127.0.0.1:{port}");
        var configuration = _folder.Write("nginx.conf", string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off; master_process off; pid {{_folder.Path("pid")}}; error_log stderr notice;
            events { worker_connections 64; }
            http {
              access_log off;
              client_body_temp_path {{_folder.Path("body")}}; proxy_temp_path {{_folder.Path("proxy")}}; fastcgi_temp_path {{_folder.Path("fcgi")}};
              uwsgi_temp_path {{_folder.Path("uwsgi")}}; scgi_temp_path {{_folder.Path("scgi")}};
              client_max_body_size 64k;
              # However long a machine stands still: what it refuses it hears to the end, and it neither gives up on the collector nor closes a connection that the sink may use.
              lingering_time 10m; lingering_timeout 10m; client_header_timeout 10m; client_body_timeout 10m; send_timeout 10m; keepalive_timeout 10m;
              {{(isGrpc ? "grpc" : "proxy")}}_read_timeout 10m; {{(isGrpc ? "grpc" : "proxy")}}_send_timeout 10m;
              server { listen 127.0.0.1:{{port}}{{(isGrpc ? " http2" : "")}}; location / { {{(isGrpc ? "grpc_pass grpc" : "proxy_pass http")}}://127.0.0.1:{{collector.Port}}; } }
            }
            """));
        _process = RunningProcess.Start(Program, "-c", configuration);
    }

    public Uri Address { get; }

    public static async Task<Nginx> StartAsync(Uri collector, bool isGrpc)
    {
        var nginx = new Nginx(collector, isGrpc);
        await nginx._process.Errors.WaitForAsync("using the \"epoll\" event method");
        return nginx;
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }
}
