namespace Pipeline.Benchmarks.Runs.Servers;

/// <summary>redis-server, asked SET and GET of 32 bytes.</summary>
internal sealed class RedisMeasurement : ServerMeasurement
{
    public override string Name => "redis";

    protected override string Protocol => "redis";

    protected override Task<Server> StartAsync() => Server.StartRedisAsync();

    protected override Task<LoadResult> AtRateAsync(int port, int requests, int rate) => RedisLoad.AtRateAsync(port, requests, rate);

    protected override Task<LoadResult> FlatOutAsync(int port, int requests) => RedisLoad.FlatOutAsync(port, requests);
}
