using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Debian's Prometheus, in a folder and on a port of its own, scraping a sink.</summary>
internal sealed class DebianPrometheus : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-prometheus-");
    private readonly HttpClient _client;
    private readonly string[] _arguments;
    private Process _process;
    private Task<string> _log;

    private DebianPrometheus(string scrapes, params string[] options)
    {
        Assert.SkipUnless(File.Exists(Program), $"there is no {Program}: install Debian's package prometheus");
        File.WriteAllText(
            Path.Combine(_folder.FullName, "prometheus.yml"),
            $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            {scrapes}
            """);
        Address = new Uri($"http://127.0.0.1:{Kernel.Tests.Running.FreePort.Take()}");
        _arguments =
        [
            $"--config.file={_folder.FullName}/prometheus.yml", $"--storage.tsdb.path={_folder.FullName}/data", $"--web.listen-address={Address.Authority}", .. options,
        ];
        _client = new HttpClient { BaseAddress = Address };
        (_process, _log) = Start();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it; with or without native histograms, and with further lines for the job.</summary>
    public static DebianPrometheus Start(Uri target, bool isNative = false, string options = "") => new(
        $"""
        scrape_configs:
          - job_name: pipeline
            static_configs:
              - targets: ['{target.Authority}']
        {options}
        """,
        Features(isNative));

    /// <summary>Starts it to be written to.</summary>
    public static DebianPrometheus StartReceiver(bool isNative = false) => new("scrape_configs: []", ["--web.enable-remote-write-receiver", .. Features(isNative)]);

    /// <summary>Waits until it answers.</summary>
    public Task<double> WaitAsync() => ValueAsync("vector(1)");

    /// <summary>Ends it as a power cut would. What it stored stays.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Starts it again, where it was.</summary>
    public void StartAgain() => (_process, _log) = Start();

    /// <summary>All samples of series in the last day, by label set.</summary>
    public async Task<Dictionary<string, (long Time, double Value)[]>> SamplesAsync(string selector)
    {
        using var form = new FormUrlEncodedContent([new("query", $"{selector}[1d]")]);
        using var answer = await _client.PostAsync("/api/v1/query", form, TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().ToDictionary(
            series => string.Join(",", Labels(series)),
            series => series.GetProperty("values").EnumerateArray().Select(pair => ((long)Math.Round(pair[0].GetDouble() * 1000), Number(pair[1]))).ToArray());
    }

    /// <summary>The answer to a query as value by label set, once there is one.</summary>
    public async Task<Dictionary<string, double>> QueryAsync(string query)
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            if (await TryQueryAsync(query) is { Count: > 0 } answer)
                return answer;
            Assert.True(until.Elapsed < Patience && !_process.HasExited, $"no answer to {query}: {await TargetsAsync()}");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The one value that a query answers with.</summary>
    public async Task<double> ValueAsync(string query) => (await QueryAsync(query)).Values.Single();

    /// <summary>What it says of its target: health, last error.</summary>
    public async Task<string> TargetsAsync()
    {
        if (_process.HasExited)
            return await _log;
        try
        {
            return await _client.GetStringAsync("/api/v1/targets", TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string[] Features(bool isNative) => isNative ? ["--enable-feature=native-histograms"] : [];

    private static double Number(JsonElement text) =>
        double.Parse(text.GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal).Replace("+", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private (Process Process, Task<string> Log) Start()
    {
        var process = Process.Start(new ProcessStartInfo(Program, _arguments) { RedirectStandardError = true })!;
        return (process, process.StandardError.ReadToEndAsync());
    }

    private async Task<Dictionary<string, double>?> TryQueryAsync(string query)
    {
        using var form = new FormUrlEncodedContent([new("query", query)]);
        try
        {
            using var answer = await _client.PostAsync("/api/v1/query", form, TestContext.Current.CancellationToken);
            var json = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return null;
            using var document = JsonDocument.Parse(json);
            Assert.True(document.RootElement.GetProperty("status").GetString() == "success", json);
            return document.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().ToDictionary(
                series => string.Join(",", Labels(series)),
                series => Number(series.GetProperty("value")[1]));
        }
        catch (HttpRequestException)
        {
            // It is not up yet; QueryAsync gives up in the end.
            return null;
        }
    }

    private static IEnumerable<string> Labels(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().Where(label => label.Name is not ("instance" or "job")).Select(label => $"{label.Name}={label.Value.GetString()}");
}
