using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace Pipeline.Otlp.Tests.Sending.Support;

/// <summary>A server of gRPC that nobody here wrote: Debian's python3-grpcio.</summary>
internal sealed class PythonServer : IAsyncDisposable
{
    private readonly Process _process;

    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private PythonServer(Process process, int port)
    {
        (_process, Port) = (process, port);
        _reading = ReadAsync();
    }

    public int Port { get; }

    /// <summary>Starts it; arguments as the script tells them.</summary>
    public static async Task<PythonServer> StartAsync(params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Sending", "Witnesses", "grpc_server.py");
        var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        if (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } port)
            return new PythonServer(process, int.Parse(port, CultureInfo.InvariantCulture));
        var problem = await error;
        Assert.SkipWhen(problem.Contains("No module named 'grpc'", StringComparison.Ordinal), "there is no python3-grpcio: install Debian's package of that name");
        throw new InvalidOperationException(problem);
    }

    /// <summary>The next call that it had.</summary>
    public async Task<JsonElement> NextAsync() =>
        JsonDocument.Parse(await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken)).RootElement;

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    // At once: its answer waits for what it prints to be taken.
    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _calls.Writer.TryWrite(line);
        _calls.Writer.Complete();
    }
}
