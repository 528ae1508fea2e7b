namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>nginx with one worker and a page of 1 kB, asked by h2load.</summary>
internal sealed class NginxMeasurement : ServerMeasurement
{
    public override string Name => "nginx";

    protected override string Protocol => "http";

    protected override Task<Server> StartAsync() => Server.StartNginxAsync();

    protected override Task<LoadResult> AtRateAsync(int port, int requests, int rate) => HttpLoad.AtRateAsync(port, requests, rate);

    protected override Task<LoadResult> FlatOutAsync(int port, int requests) => HttpLoad.FlatOutAsync(port, requests);
}
