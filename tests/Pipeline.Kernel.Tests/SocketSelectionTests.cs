using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>What the sockets source leaves in the kernel, beside two processes of which the test knows what they said.</summary>
[Trait("needs", "root")]
public sealed class SocketSelectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ByProcessOnlyItsOwnEndIsTold()
    {
        using var one = await Talk.PrepareAsync("http", "127.0.0.1");
        using var other = await Talk.PrepareAsync("http", "127.0.0.1");
        var rows = await RunAsync($"pids = [{one.Server}]", one, other);
        Assert.Empty(other.In("conn_data", rows));
        Assert.Empty(other.In("conn_events", rows));
        Assert.All(one.In("conn_data", rows), r => Assert.Equal(one.Server, r.GetProperty("pid").GetInt32()));
        AssertWhole(one, rows, "server");
        Assert.Equal(["open", "close"], one.In("conn_events", rows).Select(r => r.GetProperty("event").GetString()));
    }

    [Fact]
    public async Task ByPortBothEndsAreTold()
    {
        using var one = await Talk.PrepareAsync("http", "127.0.0.1");
        using var other = await Talk.PrepareAsync("http", "127.0.0.1");
        var rows = await RunAsync($"ports = [{one.Port}, 1]", one, other);
        AssertOnly(one, other, rows);
    }

    [Theory]
    [InlineData("::1", "127.0.0.1", "\"::1\"")]
    [InlineData("::1", "127.0.0.1", "\"::/0\"")]
    [InlineData("127.1.2.3", "::1", "\"127.1.0.0/16\"")]
    [InlineData("127.1.2.3", "::1", "\"0.0.0.0/0\"")]
    [InlineData("127.1.2.3", "127.1.2.4", "\"10.0.0.0/8\", \"127.1.2.3\"")]
    public async Task ByRangeOfAddressesBothEndsAreTold(string inside, string outside, string cidrs)
    {
        using var one = await Talk.PrepareAsync("http", inside);
        using var other = await Talk.PrepareAsync("http", outside);
        var rows = await RunAsync($"cidrs = [{cidrs}]", one, other);
        AssertOnly(one, other, rows);
    }

    [Fact]
    public async Task ByCgroupThoseBelowItAreTold()
    {
        using var cgroup = OwnCgroup.Make();
        using var below = cgroup.MakeBelow();
        using var one = await Talk.PrepareAsync("http", "127.0.0.1");
        using var other = await Talk.PrepareAsync("http", "127.0.0.1");
        cgroup.Take(one.Server);
        below.Take(one.Client);
        var rows = await RunAsync($"cgroup = \"{cgroup.Path}\"", one, other);
        AssertOnly(one, other, rows);
    }

    [Fact]
    public async Task ACgroupIsAlsoNamedFromWhereCgroupsAreMounted()
    {
        using var cgroup = OwnCgroup.Make();
        using var talk = await Talk.PrepareAsync("http", "127.0.0.1");
        cgroup.Take(talk.Server);
        var rows = await RunAsync($"cgroup = \"{Path.GetFileName(cgroup.Path)}\"", talk);
        AssertWhole(talk, rows, "server");
        Assert.All(talk.In("conn_data", rows), r => Assert.Equal(talk.Server, r.GetProperty("pid").GetInt32()));
    }

    [Fact]
    public async Task ByProtocolTheOthersPayloadIsCountedOnly()
    {
        using var one = await Talk.PrepareAsync("redis", "127.0.0.1");
        using var other = await Talk.PrepareAsync("http", "127.0.0.1");
        var rows = await RunAsync($"protocols = [\"redis\"]\nports = [{one.Port}, {other.Port}]", one, other);
        Assert.Empty(other.In("conn_data", rows));
        Assert.Equal(4, other.In("conn_events", rows).Count);
        AssertWhole(one, rows, "server");
        AssertWhole(one, rows, "client");
        Assert.Equal(2 * (other.Requests.Length + other.Responses.Length), Unseen(rows, "not_selected"));
    }

    [Fact]
    public async Task PayloadOfNoKnownProtocolStaysInTheKernel()
    {
        using var talk = await Talk.PrepareAsync("secret", "127.0.0.1");
        var rows = await RunAsync($"ports = [{talk.Port}]", talk);
        Assert.Empty(talk.In("conn_data", rows));
        Assert.DoesNotContain("s3cr3t", string.Concat(rows.Where(r => r.GetProperty("table").GetString() == "conn_data").Select(r => Encoding.Latin1.GetString(r.GetProperty("payload").GetBytesFromBase64()))));
        Assert.Equal(2 * (talk.Requests.Length + talk.Responses.Length), Unseen(rows, "unknown_protocol"));
    }

    [Fact]
    public async Task PayloadOfNoKnownProtocolComesWhereItIsAskedFor()
    {
        using var talk = await Talk.PrepareAsync("secret", "127.0.0.1");
        using var bytes = await Talk.PrepareAsync("bytes", "127.0.0.1");
        var rows = await RunAsync($"protocols = [\"unknown\", \"http\"]\nports = [{talk.Port}, {bytes.Port}]", talk, bytes);
        AssertWhole(talk, rows, "client");
        AssertWhole(talk, rows, "server");
        AssertWhole(bytes, rows, "client");
        AssertWhole(bytes, rows, "server");
        Assert.Equal(0, Unseen(rows, "unknown_protocol"));
        Assert.Equal("http", bytes.In("conn_data", rows)[^1].GetProperty("protocol").GetString());
    }

    [Fact]
    public async Task WhatComesAByteAtATimeIsRecognisedAndWhole()
    {
        using var talk = await Talk.PrepareAsync("bytes", "::1");
        var rows = await RunAsync($"ports = [{talk.Port}]", talk);
        AssertWhole(talk, rows, "server");
        AssertWhole(talk, rows, "client");
        Assert.All(talk.In("conn_data", rows), r => Assert.Equal("http", r.GetProperty("protocol").GetString()));
        Assert.Equal(0, Unseen(rows, "unknown_protocol"));
    }

    [Fact]
    public async Task UnixSocketsComeOnlyWhereTheyAreAskedFor()
    {
        using var without = await Talk.PrepareAsync("http", _folder.Path("one.sock"));
        var rows = await RunAsync($"pids = [{without.Server}, {without.Client}]", without);
        Assert.DoesNotContain(rows, r => r.GetProperty("table").GetString() == "conn_data");
        using var with = await Talk.PrepareAsync("http", _folder.Path("two.sock"));
        rows = await RunAsync($"unix = true\npids = [{with.Server}, {with.Client}]", with);
        AssertWhole(with, rows, "server");
        AssertWhole(with, rows, "client");
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertOnly(Talk one, Talk other, IReadOnlyList<JsonElement> rows)
    {
        Assert.Empty(other.In("conn_data", rows));
        Assert.Empty(other.In("conn_events", rows));
        AssertWhole(one, rows, "server");
        AssertWhole(one, rows, "client");
        Assert.Equal(4, one.In("conn_events", rows).Count);
    }

    // Each byte at its place, once.
    private static void AssertWhole(Talk talk, IReadOnlyList<JsonElement> rows, string role)
    {
        var pid = role == "server" ? talk.Server : talk.Client;
        var mine = talk.In("conn_data", rows).Where(r => r.GetProperty("pid").GetInt32() == pid).ToList();
        Assert.All(mine, r => Assert.Equal(role, r.GetProperty("trace_role").GetString()));
        Assert.Equal(talk.Requests, Stream(mine, role == "server" ? "ingress" : "egress"));
        Assert.Equal(talk.Responses, Stream(mine, role == "server" ? "egress" : "ingress"));
    }

    private static byte[] Stream(IEnumerable<JsonElement> rows, string direction)
    {
        var stream = new MemoryStream();
        foreach (var row in rows.Where(r => r.GetProperty("direction").GetString() == direction).OrderBy(r => r.GetProperty("position").GetInt64()))
        {
            Assert.Equal(stream.Length, row.GetProperty("position").GetInt64());
            stream.Write(row.GetProperty("payload").GetBytesFromBase64());
        }

        return stream.ToArray();
    }

    private static long Unseen(IEnumerable<JsonElement> rows, string reason) => rows
        .Where(r => r.GetProperty("table").GetString() == "conn_unseen" && r.GetProperty("reason").GetString() == reason)
        .GroupBy(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetProperty("direction")} {r.GetProperty("function")}"))
        .Sum(g => g.Max(r => r.GetProperty("bytes").GetInt64()));

    private async Task<IReadOnlyList<JsonElement>> RunAsync(string options, params IEnumerable<Talk> talks)
    {
        Needs.Root();
        var configuration = _folder.Write($"{Guid.NewGuid():N}.toml", $"""
            [sources.net]
            type = "sockets"
            {options}
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["net"]
            """);
        using var host = HostRun.Start(_folder, ["run", configuration]);
        await host.AttachedAsync();
        foreach (var talk in talks)
            await talk.GoAsync();
        var ledger = await host.StopAsync();
        Assert.True(ledger.Kernel.Lost.Values.Sum() == 0, "rows were lost");
        return host.Rows;
    }
}
