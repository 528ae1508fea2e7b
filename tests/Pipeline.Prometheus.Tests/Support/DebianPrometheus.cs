using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Debian's Prometheus, in a folder and on a port of its own, scraping a sink.</summary>
internal sealed class DebianPrometheus : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pipeline-prometheus-");
    private readonly HttpClient _client;
    private readonly Process _process;
    private readonly Task<string> _log;

    private DebianPrometheus(Uri target, bool isNative, string options)
    {
        var port = FreePort();
        File.WriteAllText(
            Path.Combine(_folder.FullName, "prometheus.yml"),
            $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
            scrape_configs:
              - job_name: pipeline
                static_configs:
                  - targets: ['{target.Authority}']
            {options}
            """);
        string[] arguments =
        [
            $"--config.file={_folder.FullName}/prometheus.yml", $"--storage.tsdb.path={_folder.FullName}/data", $"--web.listen-address=127.0.0.1:{port}",
            .. isNative ? (string[])["--enable-feature=native-histograms"] : [],
        ];
        Assert.SkipUnless(File.Exists(Program), $"there is no {Program}: install Debian's package prometheus");
        _process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
        _log = _process.StandardError.ReadToEndAsync();
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Starts it; with or without native histograms, and with further lines for the job.</summary>
    public static DebianPrometheus Start(Uri target, bool isNative = false, string options = "") => new(target, isNative, options);

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
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
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
                series => double.Parse(series.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal).Replace("+", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
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
