namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>The same nginx over TLS, its plain text traced where OpenSSL takes and gives it.</summary>
internal sealed class NginxTlsMeasurement : ServerMeasurement
{
    public override string Name => "nginx_tls";

    protected override string Protocol => "http";

    protected override Task<Server> StartAsync() => Server.StartNginxTlsAsync();

    protected override Task<LoadResult> AtRateAsync(int port, int requests, int rate) => HttpLoad.AtRateAsync(port, requests, rate, Uri.UriSchemeHttps);

    protected override Task<LoadResult> FlatOutAsync(int port, int requests) => HttpLoad.FlatOutAsync(port, requests, Uri.UriSchemeHttps);
}
