using System.Diagnostics;
using System.Text.Json;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>The published host in a process, from its start to its ledger.</summary>
internal sealed class HostRun : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly string _ledger;
    private JsonElement[] _rows = [];

    private HostRun(TemporaryFolder folder, IEnumerable<string> before, IEnumerable<string> arguments)
    {
        _ledger = folder.Path($"ledger-{Guid.NewGuid():N}.json");
        Process = RunningProcess.Start([.. before, Installed.Host, .. arguments, "--ledger", _ledger]);
    }

    internal RunningProcess Process { get; }

    internal TimeSpan SinceStart => _clock.Elapsed;

    /// <summary>The rows so far, each parsed once.</summary>
    internal JsonElement[] Rows
    {
        get
        {
            var lines = Process.Output.All;
            return _rows = [.. _rows, .. lines.Skip(_rows.Length).Select(line => JsonDocument.Parse(line).RootElement)];
        }
    }

    internal static HostRun Start(TemporaryFolder folder, params IEnumerable<string> arguments) => new(folder, [], arguments);

    /// <summary>With a command in front that ends by executing the host, as <c>setpriv</c> does.</summary>
    internal static HostRun StartUnder(IEnumerable<string> before, TemporaryFolder folder, params IEnumerable<string> arguments) => new(folder, before, arguments);

    /// <summary>Once its programs are attached.</summary>
    internal Task AttachedAsync() => Process.Errors.WaitForAsync(" is attached, variant ");

    /// <summary>Waits for the end of its own accord; exit code 0 and a balanced ledger.</summary>
    internal async Task<Ledger> EndAsync()
    {
        var code = await Process.EndAsync().ConfigureAwait(false);
        Assert.True(code == 0, $"the host exited with {code}:\n{Process.Errors.Text}");
        var ledger = ReadLedger();
        ledger.AssertIdentities();
        return ledger;
    }

    /// <summary>Asks for an orderly end, as Ctrl-C does.</summary>
    internal Task<Ledger> StopAsync()
    {
        Process.Signal(RunningProcess.Interrupt);
        return EndAsync();
    }

    internal Ledger ReadLedger() => Ledger.Read(_ledger);

    public void Dispose() => Process.Dispose();
}
