using System.Globalization;
using Pipeline.Servers.Tests.Rows;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Tracing;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests;

/// <summary>redis-server and its clients while the host traces them.</summary>
[Collection(nameof(Alone))]
[Trait("needs", "root")]
public sealed class TracedRedisTests : IDisposable
{
    private const long MedianError = 500_000;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Ten_thousand_commands_of_redis_benchmark_are_as_many_rows_on_both_sides()
    {
        Needs.Root("redis-server", "redis-benchmark", "redis-cli", "tcpdump", "tshark");
        using var redis = await Redis.StartAsync(_folder);
        using var monitor = await RedisMonitor.StartAsync(redis.Port);
        using var trace = await Trace.StartAsync(_folder, "redis", redis.Port);
        using var wire = await Wire.RecordAsync(_folder, redis.Port);
        await RunningProcess.RunAsync(Benchmark(redis.Port, "-c", "2", "-n", "2000", "-r", "100", "-t", "set,get,incr,lpush,hset"));
        await wire.StopAsync();
        var calls = await monitor.CallsAsync();
        await trace.StopAsync();

        Assert.InRange(calls.Length, 10_000, 10_020);
        var turns = await Turns.ReadAsync(wire.File, redis.Port);
        foreach (var role in (string[])["client", "server"])
        {
            var rows = RedisRows.Of(trace.Rows, role, redis.Port).Where(r => turns.ContainsKey(r.Call.Port)).ToLookup(r => r.Call.Port);
            foreach (var connection in calls.GroupBy(c => c.Port))
                Assert.Equal(connection, rows[connection.Key].Select(r => r.Call));
            Assert.InRange(Latencies.MedianDifference(turns.OrderBy(t => t.Key).SelectMany(t => t.Value), turns.Keys.Order().SelectMany(p => rows[p]).Select(r => r.Latency)), 0, MedianError);
        }
    }

    [Fact]
    public async Task Pipelined_commands_of_redis_benchmark_are_all_there()
    {
        Needs.Root("redis-server", "redis-benchmark", "redis-cli");
        using var redis = await Redis.StartAsync(_folder);
        using var monitor = await RedisMonitor.StartAsync(redis.Port);
        using var trace = await Trace.StartAsync(_folder, "redis", redis.Port);
        await RunningProcess.RunAsync(Benchmark(redis.Port, "-c", "4", "-n", "5000", "-P", "16", "-r", "100", "-t", "set,get"));
        var calls = await monitor.CallsAsync();
        await trace.StopAsync();

        foreach (var role in (string[])["client", "server"])
        {
            var rows = RedisRows.Of(trace.Rows, role, redis.Port).ToLookup(r => r.Call.Port);
            foreach (var connection in calls.GroupBy(c => c.Port))
                Assert.Equal(connection, rows[connection.Key].Select(r => r.Call));
        }
    }

    [Fact]
    public async Task Encrypted_commands_are_those_that_the_server_says()
    {
        Needs.Root("redis-server", "redis-benchmark", "redis-cli");
        string[] tls = ["--tls", "--insecure"];
        using var redis = await Redis.StartAsync(_folder, Certificate.Make(_folder));
        using var monitor = await RedisMonitor.StartAsync(redis.Port, tls);
        using var trace = await Trace.StartAsync(_folder, "redis", redis.Port);
        await RunningProcess.RunAsync(Benchmark(redis.Port, [.. tls, "-c", "4", "-n", "500", "-P", "4", "-r", "100", "-t", "set,get,lpush"]));
        for (var i = 0; i < 5; i++)
            await RunningProcess.RunAsync(["redis-cli", "-p", redis.Port.ToString(CultureInfo.InvariantCulture), .. tls, "SET", $"key{i}", new string('v', 100 * i + 1)]);
        var calls = await monitor.CallsAsync();
        await trace.StopAsync();

        Assert.InRange(calls.Length, 1_505, 1_530);
        foreach (var role in (string[])["client", "server"])
        {
            var rows = RedisRows.Of(trace.Rows, role, redis.Port).ToLookup(r => r.Call.Port);
            foreach (var connection in calls.GroupBy(c => c.Port))
                Assert.Equal(connection, rows[connection.Key].Select(r => r.Call));
        }

        Assert.All(trace.Rows.Where(r => r.GetProperty("table").GetString() == "redis_events"), r => Assert.True(r.GetProperty("encrypted").GetBoolean()));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Benchmark(int port, params string[] options) => ["redis-benchmark", "-q", "-p", port.ToString(CultureInfo.InvariantCulture), .. options];
}
