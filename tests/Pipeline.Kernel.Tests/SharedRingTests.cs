using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>Two tables in one ring, with a column of every type; what each cell must be follows from the argument of the call that made the row.</summary>
[Trait("needs", "root")]
public sealed class SharedRingTests : IDisposable
{
    private static readonly string[] AccessNames = ["read", "write", "execute"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task EveryColumnTypeArrivesAndEachTableKeepsTheOrderOfTheRing()
    {
        Needs.Root();
        var config = _folder.Write("shared.toml", $$"""
            [sources.shared]
            type = "bpf"
            object = "{{Installed.Program("shared_ring")}}"
            ring_size = "4MiB"
            options = { pid = {{Environment.ProcessId}}, delay = "2s", loud = true, bias = -77, greeting = "hé\"" }
            [sinks.out]
            type = "stdout"
            format = "json"
            inputs = ["shared"]
            """);
        using var host = HostRun.Start(_folder, "run", config);
        await host.AttachedAsync();
        var before = DateTimeOffset.UtcNow;
        long[] numbers = [.. Enumerable.Range(0, 1000).Select(n => (long)n), long.MaxValue, long.MinValue, -1, int.MinValue, short.MinValue, sbyte.MinValue];
        foreach (var n in numbers)
            Syscall.Make(Syscall.SharedRing, n);
        var ledger = await host.StopAsync();

        var rows = host.Rows;
        Assert.Equal(2 * numbers.Length, rows.Length);
        Assert.Equal(rows.Length, ledger.Kernel.Attempted);
        var tables = rows.ToLookup(r => r.GetProperty("table").GetString()!);
        // The program numbers its rows: one of each table in turn.
        Assert.Equal(Enumerable.Range(0, numbers.Length).Select(i => 2 * i), tables["shapes"].Select(r => r.GetProperty("order").GetInt32()));
        Assert.Equal(Enumerable.Range(0, numbers.Length).Select(i => 2 * i + 1), tables["numbers"].Select(r => r.GetProperty("order").GetInt32()));
        for (var i = 0; i < numbers.Length; i++)
        {
            AssertShapes(numbers[i], tables["shapes"].ElementAt(i), before);
            AssertNumbers(numbers[i], tables["numbers"].ElementAt(i));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertShapes(long n, JsonElement row, DateTimeOffset before)
    {
        var low = (byte)n;
        Assert.InRange(row.GetProperty("time").GetDateTimeOffset(), before - TimeSpan.FromMinutes(1), DateTimeOffset.UtcNow + TimeSpan.FromMinutes(1));
        Assert.Equal(2_000_000_000, row.GetProperty("waited").GetInt64());
        Assert.Equal($"127.0.{(byte)(n >> 8)}.{low}", row.GetProperty("local_address").GetString());
        Assert.Equal((ushort)n, row.GetProperty("local_port").GetInt32());
        Assert.Equal("2020:2020:2020:2020:2020:2020:2020:2020", row.GetProperty("remote_address").GetString());
        Assert.Equal(443, row.GetProperty("remote_port").GetInt32());
        Assert.Equal(string.Join(':', Enumerable.Repeat(low.ToString("x2", CultureInfo.InvariantCulture), 6)), row.GetProperty("hardware").GetString());
        Assert.True(row.GetProperty("loud").GetBoolean());
        Assert.Equal("blue", row.GetProperty("mode").GetString());
        Assert.Equal("hé\"", row.GetProperty("greeting").GetString());
        Assert.Equal(Enumerable.Repeat((byte)~low, 8), row.GetProperty("digest").GetBytesFromBase64());
        Assert.Equal(n % 2 == 0 ? "red" : "green", row.GetProperty("colour").GetString());
        Assert.Equal(Access((int)(n & 7)), row.GetProperty("access").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal((n & 7, n & 0xfff, n & 0x1ffff), (row.GetProperty("low").GetInt64(), row.GetProperty("middle").GetInt64(), row.GetProperty("high").GetInt64()));
        Assert.Equal(new string('x', low), row.GetProperty("note").GetString());
        Assert.Equal(["a", "", "\ufffd\n\""], row.GetProperty("words").EnumerateArray().Select(w => w.GetString()));
        Assert.Equal(["YQ==", "", "/woi"], row.GetProperty("words_base64").EnumerateArray().Select(w => w.GetString()));
    }

    private static void AssertNumbers(long n, JsonElement row)
    {
        Assert.Equal(-77, row.GetProperty("bias").GetInt32());
        Assert.Equal((ulong)n, row.GetProperty("u64").GetUInt64());
        Assert.Equal(n, row.GetProperty("i64").GetInt64());
        Assert.Equal((uint)n, row.GetProperty("u32").GetUInt32());
        Assert.Equal((int)n, row.GetProperty("i32").GetInt32());
        Assert.Equal((ushort)n, row.GetProperty("u16").GetUInt16());
        Assert.Equal((short)n, row.GetProperty("i16").GetInt16());
        Assert.Equal((byte)n, row.GetProperty("u8").GetByte());
        Assert.Equal((sbyte)n, row.GetProperty("i8").GetSByte());
    }

    private static IEnumerable<string> Access(int bits) => AccessNames.Where((_, i) => (bits >> i & 1) != 0);
}
