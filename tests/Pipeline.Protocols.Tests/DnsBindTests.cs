using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Sources.Replay;
using Pipeline.Transforms.Protocols.Dns;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Protocols.Tests;

/// <summary>BIND and dig on loopback, with zones of all record types, plain and signed: rows against what dig printed and what tshark sees in the same packets.</summary>
public sealed partial class DnsBindTests : IDisposable
{
    private const string Package = "bind9, bind9-dnsutils, tcpdump or python3";

    private static readonly string[] FlagNames = ["aa", "tc", "rd", "ra", "ad", "cd"];

    private static readonly HeaderFlags[] Flags =
    [
        HeaderFlags.Authoritative, HeaderFlags.Truncated, HeaderFlags.RecursionDesired, HeaderFlags.RecursionAvailable, HeaderFlags.AuthenticData, HeaderFlags.CheckingDisabled,
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("dns-").FullName;

    private string Recorded => Path.Combine(_folder, "recorded.pcap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Trait("needs", "root")]
    public async Task Rows_are_what_dig_got_and_what_tshark_sees()
    {
        Assert.SkipUnless(Tool.Exists("/usr/sbin/named") && Tool.Exists("dig") && Tool.Exists("tcpdump"), $"install the packages {Package}");
        // In a network of its own: a name server asks the world's for their keys when it starts.
        var digs = JsonDocument.Parse(await Tool.RunAsync("util-linux", "unshare", ["--net", "python3", Path.Combine(AppContext.BaseDirectory, "dns_bind.py"), _folder])).RootElement;
        using var run = new ProtocolRun();
        await ReplayAsync(run);

        CompareWithDig([.. digs.GetProperty("digs").EnumerateArray()], run.DnsRows);
        CompareTransfers([.. digs.GetProperty("transfers").EnumerateArray()], run.DnsRows);
        await CompareWithTsharkAsync(run.DnsRows);
        // dig asks again from another port.
        Assert.Equal(2, run.DnsRows.Count(r => r is { Name: "silent.test", Seen: "Request", Code: 65535, Latency: 0 }));
        Assert.All(run.DnsRows.Where(r => r.Name != "silent.test"), r => Assert.Equal("Both", r.Seen));
        Assert.Equal((0ul, 0ul, 0ul), (run.Stat("unpaired_responses", "dns"), run.Stat("invalid", "dns"), run.Stat("skipped_bytes", "unknown")));
    }

    private static void CompareWithDig(JsonElement[] digs, List<DnsRow> rows)
    {
        Assert.True(digs.Length > 400, $"{digs.Length} queries");
        var unused = rows.ToList();
        foreach (var dig in digs)
        {
            var words = dig.GetProperty("words").GetString();
            var transport = dig.GetProperty("tcp").GetBoolean() ? "tcp" : "udp";
            var id = $"{{\"txid\":{dig.GetProperty("id").GetInt32()},";
            var name = dig.GetProperty("name").GetString() is { } asked ? WithoutDot(asked) : null;
            var row = unused.Find(r => r.Transport == transport && r.RequestHeader.StartsWith(id, StringComparison.Ordinal) && (name is null || r.Name == name));
            Assert.True(row is not null, $"no row for dig {words}, {transport}, {id}");
            unused.Remove(row);
            Assert.Equal((words, dig.GetProperty("type").GetString() ?? row.Type), (words, row.Type));
            Assert.Equal((words, dig.GetProperty("status").GetString()), (words, ResponseCodes.Names.Single(n => n.Value == row.Code).Name));
            var flags = dig.GetProperty("flags").EnumerateArray().Select(f => Array.IndexOf(FlagNames, f.GetString())).Where(i => i >= 0).Aggregate(HeaderFlags.None, (all, i) => all | Flags[i]);
            Assert.Equal((words, flags), (words, Enum.Parse<HeaderFlags>(row.Flags) & ~HeaderFlags.DnssecOk));
            var answers = dig.GetProperty("answers").EnumerateArray().Select(a => WithoutDots(a.GetString()!)).ToArray();
            Assert.Equal((words, string.Join('\n', answers)), (words, string.Join('\n', row.Answers.Select(WithoutDots))));
        }

        // What dig does not print: an update, responses that were truncated and asked for again, and the query that nobody answered.
        Assert.All(unused.Where(r => r.Seen == "Both"), r => Assert.True(r.Opcode == 5 || r.Type is "SOA" or "AXFR" or "IXFR" || r.Flags.Contains("Truncated", StringComparison.Ordinal), r.ToString()));
        Assert.Single(unused, r => r.Opcode == 5);
    }

    private static void CompareTransfers(JsonElement[] transfers, List<DnsRow> rows)
    {
        Assert.Equal(7, transfers.Length);
        Assert.Contains(transfers, t => t.GetProperty("messages").GetInt32() > 10);
        foreach (var (told, row) in transfers.Zip(rows.Where(r => r is { Transport: "tcp", Type: "AXFR" or "IXFR" })))
        {
            Assert.Equal((told.GetProperty("name").GetString(), told.GetProperty("type").GetString()), (row.Name, row.Type));
            Assert.Equal(told.GetProperty("bytes").GetUInt32(), row.ResponseSize);
            var answers = told.GetProperty("answers").EnumerateArray().Select(a => WithoutDots(a.GetString()!)).ToArray();
            Assert.Equal(told.GetProperty("records").GetInt32(), answers.Length);
            Assert.Equal(answers.Take(row.Answers.Count), row.Answers.Select(WithoutDots));
            // Of a zone there is more than is shown.
            var omitted = answers.Length - row.Answers.Count;
            Assert.Equal(omitted > 0, row.ResponseBody.EndsWith($",\"omitted\":{omitted}}}", StringComparison.Ordinal));
        }
    }

    private async Task CompareWithTsharkAsync(List<DnsRow> rows)
    {
        // One message a packet and one packet a message; zones that are transferred have their own rules.
        var seen = await TsharkAsync("dns.flags.response == 1 && dns.time", "dns.time", "dns.id", "dns.qry.name", "dns.qry.type", "dns.flags.rcode", "dns.resp.ext_rcode",
            "dns.count.answers", "udp.dstport", "tcp.dstport", "dns.a", "dns.aaaa", "dns.retransmission");
        var compared = 0;
        foreach (var fields in seen.Where(f => f.Take(9).All(v => !v.Contains(',', StringComparison.Ordinal)) && f[3] is not ("" or "252" or "251")))
        {
            var id = int.Parse(fields[1][2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var isTcp = fields[8].Length > 0;
            var latency = (long)(decimal.Parse(fields[0], CultureInfo.InvariantCulture) * 1_000_000_000);
            var near = rows.FindAll(r => r.RequestHeader.StartsWith($"{{\"txid\":{id},", StringComparison.Ordinal) && r.Transport == (isTcp ? "tcp" : "udp"));
            var row = near.Find(r => r.Latency == latency);
            Assert.True(row is not null, $"{string.Join(' ', fields)}: {string.Join(", ", near.Select(r => $"{r.Name} {r.Type} {r.Latency}"))}");
            var type = new TextBuffer();
            RecordType.AddName(ushort.Parse(fields[3], CultureInfo.InvariantCulture), type);
            Assert.Equal(System.Text.Encoding.ASCII.GetString(type.Text), row.Type);
            Assert.Equal(Number(fields[4]) + (Number(fields[5]) << 4), row.Code);
            Assert.Equal(fields[2], row.Name.Replace(@"\032", " ", StringComparison.Ordinal).Replace(@"\.", ".", StringComparison.Ordinal));
            Assert.Equal(Number(fields[6]), row.Answers.Count + (row.Flags.Contains("Truncated", StringComparison.Ordinal) ? Number(fields[6]) - row.Answers.Count : 0));
            if (row.Type is "A" or "AAAA")
                Assert.Subset(fields[9].Split(',').Concat(fields[10].Split(',')).ToHashSet(), row.Answers.Where(a => System.Net.IPAddress.TryParse(a, out _)).ToHashSet());
            compared++;
        }

        Assert.True(compared > 300, $"{compared} of {seen.Count}");
    }

    private static int Number(string text) => text.Length == 0 ? 0 : text.StartsWith("0x", StringComparison.Ordinal)
        ? int.Parse(text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
        : int.Parse(text, CultureInfo.InvariantCulture);

    private async Task<List<string[]>> TsharkAsync(string filter, params string[] fields)
    {
        var output = await Tool.RunAsync("tshark", "tshark", ["-r", Recorded, "-o", "tcp.reassemble_out_of_order:TRUE", "-Y", filter, "-T", "fields", .. fields.SelectMany(f => (string[])["-e", f])]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }

    private async Task ReplayAsync(ProtocolRun run)
    {
        using var source = new SourceRun();
        var replay = new ReplaySource(new ReplayOptions { File = Recorded }, new LentContext());
        run.Bind(replay.Tables);
        await replay.RunAsync(source, CancellationToken.None);
        foreach (var batch in source.Batches)
            run.Process(batch);
        source.Batches.Clear();
        run.Flush(TimeSpan.FromSeconds(20));
        run.Flush();
    }

    private static string WithoutDot(string name) => name.Length > 1 && name[^1] == '.' ? name[..^1] : name;

    /// <summary>Of names only, which are not in quotes.</summary>
    private static string WithoutDots(string text) => Dots().Replace(text, m => m.Groups[1].Value);

    [GeneratedRegex("""("(?:\\.|[^"\\])*")|(?<=[^\s\\])\.(?=\s|$)""")]
    private static partial Regex Dots();
}
