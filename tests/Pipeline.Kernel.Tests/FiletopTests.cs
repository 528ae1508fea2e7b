using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kernel.Tests.Witnesses;

namespace Pipeline.Kernel.Tests;

/// <summary>filetop's figures beside the sums of what strace sees returned to the same workload at the same time.</summary>
[Trait("needs", "root")]
public sealed partial class FiletopTests : IDisposable
{
    private const string Traced = "trace=read,write,pread64,pwrite64,readv,writev,preadv,pwritev,preadv2,pwritev2";

    // Of which the table tells the first bytes.
    private const int NameBytes = 63;

    // Those of all that runs meanwhile, however long the workload takes.
    private const string ManySeries = "max_series=100000";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task CallsAndBytesOfEachFileAreThoseThatWereReturned()
    {
        Needs.Root("strace", "python3");
        var (rows, seen, ledger) = await RunAsync();
        var files = seen.Where(c => FileOf(c) is ['/', ..] file && !file.StartsWith("/dev/", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, c => c.Name == "preadv2");
        Assert.Equal(Sums(files), Sums(rows));
        Assert.All(rows, r => Assert.Equal("regular", r.GetProperty("type").GetString()));
        Assert.Equal(2, rows.Select(r => r.GetProperty("tid").GetInt32()).Distinct().Count());
        Assert.InRange(ledger.Kernel.Discarded["empty"], 100, long.MaxValue);
        Assert.Empty(ledger.Kernel.Lost);
    }

    [Fact]
    public async Task SocketsAndDevicesAreAmongAllFiles()
    {
        Needs.Root("strace", "python3");
        var (rows, _, _) = await RunAsync("all_files=true");
        var sockets = rows.Where(r => r.GetProperty("type").GetString() == "socket").ToList();
        Assert.Equal((1234L, 1234L), (sockets.Sum(r => r.GetProperty("read_bytes").GetInt64()), sockets.Sum(r => r.GetProperty("write_bytes").GetInt64())));
        var zero = Assert.Single(rows, r => r.GetProperty("file").GetString() == "zero");
        Assert.Equal(("other", 4321L, 1L), (zero.GetProperty("type").GetString(), zero.GetProperty("read_bytes").GetInt64(), zero.GetProperty("reads").GetInt64()));
    }

    [Fact]
    public async Task AFullMapIsCountedAndTheRestGoesOn()
    {
        Needs.Root("python3");
        var configuration = BpfConfiguration.Write(_folder, "filetop", "max_series = 4");
        using var host = HostRun.Start(_folder, "run", configuration);
        await host.AttachedAsync();
        await RunningProcess.RunAsync("/usr/bin/python3", Installed.Workload("files.py"), Directory.CreateDirectory(_folder.Path("place")).FullName);
        var ledger = await host.StopAsync();
        Assert.InRange(ledger.Kernel.Lost["map_full"], 1, long.MaxValue);
        Assert.InRange(Series.Last(host.Rows, "tid", "dev", "inode", "file", "comm").Length, 1, 4);
    }

    public void Dispose() => _folder.Dispose();

    // The figures of the workload's two threads, those of each second in rows of their own, and what strace saw of these.
    private async Task<(JsonElement[] Rows, IReadOnlyList<TracedCall> Seen, Ledger Ledger)> RunAsync(params string[] settings)
    {
        var log = _folder.Path("strace");
        using var host = HostRun.Start(_folder, ["wrap", "filetop", ManySeries, .. settings, "--format", "json"]);
        await host.AttachedAsync();
        var place = Directory.CreateDirectory(_folder.Path("place")).FullName;
        var said = await RunningProcess.RunAsync("strace", "-f", "-y", "-s", "0", "-e", Traced, "-o", log, "/usr/bin/python3", Installed.Workload("files.py"), place);
        var ledger = await host.StopAsync();
        int[] threads = [.. said.Split(' ').Select(w => int.Parse(w, CultureInfo.InvariantCulture))];
        // Before it executes Python, the same thread is strace.
        JsonElement[] rows = [.. host.Rows.Where(r => threads.Contains(r.GetProperty("tid").GetInt32()) && r.GetProperty("comm").GetString() != "strace")];
        return (rows, [.. TracedCall.Read(log).Where(c => c.Error.Length == 0)], ledger);
    }

    private static IEnumerable<string> Sums(IEnumerable<TracedCall> calls) => Sums(calls.Select(c =>
    {
        var reads = c.Name.Contains("read", StringComparison.Ordinal);
        return ((c.Thread, Shown(Path.GetFileName(FileOf(c)))), reads ? 1L : 0, reads ? 0L : 1, reads ? c.Result : 0, reads ? 0 : c.Result);
    }));

    private static IEnumerable<string> Sums(IEnumerable<JsonElement> rows) => Sums(rows.Select(r => (
        (r.GetProperty("tid").GetInt32(), Exact(r)),
        r.GetProperty("reads").GetInt64(),
        r.GetProperty("writes").GetInt64(),
        r.GetProperty("read_bytes").GetInt64(),
        r.GetProperty("write_bytes").GetInt64())));

    private static IEnumerable<string> Sums(IEnumerable<((int Thread, string File) Key, long Reads, long Writes, long ReadBytes, long WriteBytes)> parts) => parts
        .GroupBy(p => p.Key)
        .Select(g => $"{g.Key.Thread} {g.Key.File}: {g.Sum(p => p.Reads)} reads of {g.Sum(p => p.ReadBytes)}, {g.Sum(p => p.Writes)} writes of {g.Sum(p => p.WriteBytes)}")
        .Order(StringComparer.Ordinal);

    private static string FileOf(TracedCall call) => Descriptor().Match(call.Arguments).Groups["file"].Value;

    // strace prints bytes beyond ASCII in octal.
    private static string Shown(string name)
    {
        byte[] bytes = [.. Octal().Matches(name).Select(m => m.Length == 1 ? (byte)m.Value[0] : Convert.ToByte(m.Value[1..], 8))];
        return Convert.ToHexStringLower(bytes.AsSpan(0, Math.Min(bytes.Length, NameBytes)));
    }

    private static string Exact(JsonElement row) =>
        Convert.ToHexStringLower(row.TryGetProperty("file_base64", out var exact) ? exact.GetBytesFromBase64() : Encoding.UTF8.GetBytes(row.GetProperty("file").GetString()!));

    [GeneratedRegex(@"^\d+<(?<file>[^>]*)>", RegexOptions.ExplicitCapture)]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"\\\d{3}|.")]
    private static partial Regex Octal();
}
