using Pipeline.Protocols.Tests.Support;
namespace Pipeline.Protocols.Tests.Witness;

/// <summary>HTTP of nginx and others, recorded over loopback and replayed through the installed host, field by field against tshark.</summary>
public sealed class ReplayedHttpTests : IClassFixture<ReplayedHttpTests.Recording>
{
    private readonly Recording _recording;

    public ReplayedHttpTests(Recording recording) => _recording = recording;

    [Theory, Trait("needs", "root")]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Every_exchange_is_a_row_as_tshark_sees_it(int workers)
    {
        var truth = await _recording.TruthAsync();
        Assert.True(truth.Count > 1_400, $"{truth.Count} exchanges");
        var host = await HostExchanges.ReadAsync(await _recording.FileAsync(), workers);
        Compare(truth, host.Rows, withTimes: true);
        Assert.Equal((0, 0, 0), (host.Figures["gap_bytes"], host.Figures["skipped_bytes"], host.Figures["unpaired_responses"]));
        // What was reset before its end.
        Assert.InRange(host.Figures["unpaired_requests"], 0, 2);
    }

    [Theory, Trait("needs", "root")]
    [InlineData("vlan", true)]
    [InlineData("fragments", true)]
    [InlineData("twice", true)]
    [InlineData("shuffled", false)]
    public async Task Whatever_networks_do_to_packets_the_rows_are_the_same(string mode, bool withTimes)
    {
        var truth = await _recording.TruthAsync();
        var host = await HostExchanges.ReadAsync(await _recording.RewrittenAsync(mode), 2);
        Compare(truth, host.Rows, withTimes);
        Assert.Equal(0, host.Figures["skipped_bytes"]);
    }

    [Theory, Trait("needs", "root")]
    [InlineData("lost")]
    [InlineData("joined")]
    public async Task What_was_not_seen_costs_rows_and_makes_no_wrong_ones(string mode)
    {
        var truth = (await _recording.TruthAsync()).ToDictionary(e => (e.Connection, e.Time, e.What.Path));
        // A loaded machine may have sent again what the rewritten recording lost: it comes when the gap was told.
        var host = await HostExchanges.ReadAsync(await _recording.RewrittenAsync(mode), 2, mayBeLate: true);
        foreach (var row in host.Rows)
        {
            Assert.True(truth.TryGetValue((row.Connection, row.Time, row.What.Path), out var right), $"no such request: {row}");
            Assert.Equal(right.What, row.What);
        }

        Assert.Equal(host.Rows.Count, host.Rows.DistinctBy(r => (r.Connection, r.Time, r.What.Path)).Count());
        // Two of three exchanges lost no packet; of those that began before, each connection pays for joining.
        Assert.True(host.Rows.Count > truth.Count * (mode == "lost" ? 0.8 : 0.25), $"{host.Rows.Count} of {truth.Count}");
        Assert.True(mode == "joined" || host.Figures["gap_bytes"] > 0);
    }

    private static void Compare(List<Exchange> truth, List<Exchange> rows, bool withTimes)
    {
        foreach (var connection in truth.Select(e => e.Connection).Union(rows.Select(r => r.Connection)))
        {
            var (expected, actual) = (truth.Where(e => e.Connection == connection).ToArray(), rows.Where(r => r.Connection == connection).ToArray());
            Assert.Equal(expected.Select(e => e.What), actual.Select(a => a.What));
            if (!withTimes)
                continue;
            Assert.Equal(expected.Select(e => e.Time), actual.Select(a => a.Time));
            // With the connection's end tshark tells when that was, and not when the last byte was.
            Assert.Equal(expected.Select(e => e.Latency), actual.Zip(expected, (a, e) => e.Latency is null ? null : a.Latency));
        }
    }

    /// <summary>One recording for all tests, made when the first one asks.</summary>
    public sealed class Recording : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("http-").FullName;
        private readonly SemaphoreSlim _turn = new(1);
        private List<Exchange>? _truth;

        internal async Task<string> FileAsync()
        {
            var file = Path.Combine(_folder, "recorded.pcap");
            await _turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                if (!File.Exists(file))
                {
                    Assert.SkipUnless(Environment.IsPrivilegedProcess, "recording needs root (CAP_NET_RAW, CAP_SYS_ADMIN)");
                    await Tool.RunAsync("python3", "python3", [Script("record_http.py"), file]);
                }
            }
            finally
            {
                _turn.Release();
            }

            return file;
        }

        internal async Task<string> RewrittenAsync(string mode)
        {
            var file = Path.Combine(_folder, $"{mode}.pcap");
            await Tool.RunAsync("python3", "python3", [Script("rewrite_packets.py"), mode, await FileAsync(), file]);
            return file;
        }

        internal async Task<List<Exchange>> TruthAsync() => _truth ??= await TsharkExchanges.ReadAsync(await FileAsync());

        private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Witness", name);

        public void Dispose()
        {
            _turn.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }
}
