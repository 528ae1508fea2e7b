using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Plugins.Tests.Sources.Replay;
using Pipeline.Sinks.Capture;
using Xunit;

namespace Pipeline.Plugins.Tests.Sinks.Files;

/// <summary>The installed host, killed while it writes.</summary>
public sealed partial class FileCrashTests : IDisposable
{
    private const int Rows = 200_000;

    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    public async Task Kill_9_leaves_whole_rows_and_the_next_run_goes_on_behind_them(string compression)
    {
        await CaptureAsync(Rows);
        var path = _written.Path("rows.json");
        var config = Configure($"path = \"{path}\"\ncompression = \"{compression}\"\nbatch.rows = 5000");
        var random = new Random(9);
        for (var run = 0; run < 5; run++)
        {
            var before = SizeOf(path);
            using var host = Start(config);
            while (SizeOf(path) == before && !host.HasExited)
                await Task.Delay(2, TestContext.Current.CancellationToken);
            await Task.Delay(random.Next(60), TestContext.Current.CancellationToken);
            host.Kill();
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using (var host = Start(config))
        {
            await host.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, host.ExitCode);
        }

        // Of each run the rows from 0 on, without a gap; half a row at most where it was killed.
        var (next, runs, halves) = (0, 0, 0);
        foreach (var line in (compression == "gzip" ? await Tool.RunAsync("zcat", path) : await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Split('\n')[..^1])
        {
            if (!line.EndsWith('}'))
            {
                halves++;
                continue;
            }

            var n = JsonDocument.Parse(line).RootElement.GetProperty("n").GetInt32();
            if (n == 0)
                (next, runs) = (0, runs + 1);
            Assert.Equal(next++, n);
        }

        Assert.Equal(Rows, next);
        Assert.InRange(runs, 2, 6);
        Assert.InRange(halves, 0, compression == "gzip" ? 0 : 5);
    }

    [Fact]
    public async Task Strace_sees_every_write_on_the_disk_before_the_next()
    {
        await CaptureAsync(20_000);
        var path = _written.Path("synced.json");
        var trace = _written.Path("trace");
        var config = Configure($"path = \"{path}\"\nfsync = \"every_write\"\nmax_size = \"400KiB\"\nbatch.rows = 1000");
        await Tool.RunAsync("strace", "-f", "-y", "-e", "trace=write,fdatasync,fsync,renameat2", "-o", trace, Host(), "run", config);

        var calls = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(trace, TestContext.Current.CancellationToken))
            if (Call().Match(line) is { Success: true } call && line.Contains(Path.GetDirectoryName(path)!, StringComparison.Ordinal))
                calls.Add(call.Groups[1].Value);
        var order = string.Join(' ', calls);
        Assert.Matches("^fsync( write)+ fdatasync", order);
        Assert.Matches("fdatasync$", order);
        Assert.DoesNotMatch("write renameat2", order);
        Assert.DoesNotMatch("renameat2 (?!fsync)", order);
        Assert.InRange(calls.Count(c => c == "fdatasync"), 5, 60);
    }

    [Fact, Trait("needs", "root")]
    public async Task A_disk_that_is_full_for_a_while_costs_no_row_and_the_log_says_so_once()
    {
        const int rows = 20_000;
        await CaptureAsync(rows);
        await using var disk = await SmallDisk.MountAsync(_written.Path("small"), "4m");
        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[3 << 20], TestContext.Current.CancellationToken);
        var path = Path.Combine(disk.Path, "rows.json");
        using var host = Start(Configure($"path = \"{path}\"\nretry.max = \"200ms\"", "warning"));
        // It begins only when the disk is seen to be full.
        var first = await host.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.False(host.HasExited);
        File.Delete(ballast);
        var rest = await host.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await host.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, host.ExitCode);
        Assert.Equal(Enumerable.Range(0, rows), File.ReadLines(path).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("n").GetInt32()));
        Assert.Contains("No space left on device", first, StringComparison.Ordinal);
        Assert.DoesNotContain("No space left on device", rest, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d+ +(write|fdatasync|fsync|renameat2)\(")]
    private static partial Regex Call();

    private static long SizeOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    private static string Host()
    {
        var host = Path.Combine(Environment.GetEnvironmentVariable("PIPELINE_HOME") ?? "", "pipeline");
        Assert.SkipUnless(File.Exists(host), "there is no installed host: build it with './run.sh --version' and set PIPELINE_HOME to artifacts/pipeline");
        return host;
    }

    private static Process Start(string config) =>
        Process.Start(new ProcessStartInfo(Host(), ["run", config]) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private string Configure(string sink, string logLevel = "none")
    {
        var config = _written.Path("config.toml");
        File.WriteAllText(
            config,
            $"""
            [pipeline]
            log_level = "{logLevel}"
            [sources.rows]
            type = "replay"
            file = "{_written.Path("rows.capture")}"
            [sinks.file]
            type = "file"
            inputs = ["rows"]
            {sink}
            """);
        return config;
    }

    private async Task CaptureAsync(int rows)
    {
        using var sink = new CaptureSink(new CaptureOptions { Path = _written.Path("rows.capture") }, new LentContext());
        sink.Bind([Written.Numbers]);
        await sink.StartAsync(CancellationToken.None);
        for (var done = 0; done < rows; done += 1_000)
        {
            var batch = _written.Rows(1_000, n => string.Create(CultureInfo.InvariantCulture, $"{n} {new string('x', 60)}"));
            Assert.Equal(Outcome.Delivered, await sink.WriteAsync(batch, CancellationToken.None));
            batch.Release();
        }

        await sink.FlushAsync(isLast: true, CancellationToken.None);
    }
}
