using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Otlp.Tests.Sending.Support;

/// <summary>The collector as a program of its own, which only counts.</summary>
internal sealed partial class CollectorProcess : IDisposable
{
    private readonly RunningProcess _process;

    private CollectorProcess(RunningProcess process, string ports)
    {
        _process = process;
        var match = Ports().Match(ports);
        (Grpc, Http) = (Address(match.Groups[1].Value), Address(match.Groups[2].Value));
    }

    public Uri Grpc { get; }

    public Uri Http { get; }

    public static async Task<CollectorProcess> StartAsync()
    {
        var process = RunningProcess.Start(Path.Combine(AppContext.BaseDirectory, "Pipeline.Servers.Collector"), "--count-only");
        return new CollectorProcess(process, await process.Output.WaitForAsync("listening on"));
    }

    /// <summary>Ends it; log records that it counted.</summary>
    public async Task<long> EndAsync()
    {
        _process.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _process.EndAsync());
        return long.Parse(Logs().Match(_process.Output.Text).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public void Dispose() => _process.Dispose();

    private static Uri Address(string port) => new($"http://127.0.0.1:{port}");

    [GeneratedRegex("grpc ([0-9]+) http ([0-9]+)")]
    private static partial Regex Ports();

    [GeneratedRegex("\"logs\": ([0-9]+)")]
    private static partial Regex Logs();
}
