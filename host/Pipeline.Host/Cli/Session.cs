using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Ledger;
using Pipeline.Host.Service;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>One run of a configuration from its text to its ledger, as <c>run</c> and <c>wrap</c> share it.</summary>
internal sealed class Session(StderrLogs logs, bool includeSelf)
{
    // Linux's number; PosixSignal names only the common ones and takes any other as it is.
    private const PosixSignal UserSignal1 = (PosixSignal)10;

    /// <summary>How long to run; null until a signal or the end of the input.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Where the ledger is written as JSON; null for nowhere.</summary>
    public string? LedgerFile { get; init; }

    /// <summary>Called when the pipeline is about to start and watched until it ends.</summary>
    public Func<RunningPipeline, CancellationToken, Task> Watch { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Whether a mistake is one of the command line and not of a configuration.</summary>
    public Func<Diagnostic, bool> IsOfCommandLine { get; init; } = _ => false;

    /// <summary>Called with the final ledger.</summary>
    public required Action<LedgerSnapshot> Report { get; init; }

    /// <summary>Checks, runs and reports; the exit code.</summary>
    public async Task<int> RunAsync(Func<List<Diagnostic>, PipelineConfig> read)
    {
        var configuration = await CheckedConfiguration.CheckAsync(read, [Installation.Plugins], Installation.Environment(includeSelf), logs).ConfigureAwait(false);
        ConfigurationReport.Write(configuration, StandardError.Writer);
        if (configuration.Plan is not { } plan)
            return configuration.Errors.All(IsOfCommandLine) ? ExitCode.WrongCommandLine : ExitCode.BadConfiguration;
        logs.UseUnlessAsked(plan.Settings.LogLevel);
        var arena = MemoryBudget.Apply(plan.Settings.Memory);
        using var pipeline = new RunningPipeline(plan, arena, configuration.Environment, logs);
        configuration.Figures.Follow(pipeline);
        var ended = await RunAsync(pipeline).ConfigureAwait(false);
        var ledger = pipeline.Snapshot();
        Report(ledger);
        configuration.Plugins.Unload();
        return WriteLedger(ledger) && ended && ledger.Balanced ? ExitCode.Ok : ExitCode.Failed;
    }

    private async Task<bool> RunAsync(RunningPipeline pipeline)
    {
        using var stop = new CancellationTokenSource();
        using var manager = ServiceManager.FromEnvironment(logs.CreateLogger("pipeline"));
        using var stopping = stop.Token.UnsafeRegister(static m => ((ServiceManager?)m)?.Stopping(), manager);
        var signals = 0;
        void OnSignal(PosixSignalContext signal)
        {
            signal.Cancel = true;
            if (Interlocked.Increment(ref signals) == 1)
                stop.Cancel();
            else
                pipeline.StopAtOnce();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal);
        using var ask = PosixSignalRegistration.Create(UserSignal1, signal =>
        {
            signal.Cancel = true;
            LedgerText.Write(pipeline.Snapshot(), StandardError.Writer);
        });
        if (Duration is { } duration)
            stop.CancelAfter(duration);
        var watching = Task.WhenAll(
            Watch(pipeline, stop.Token),
            manager is null ? Task.CompletedTask : new Readiness(manager, TimeProvider.System).WatchAsync(pipeline, stop.Token));
        var ended = await pipeline.RunAsync(stop.Token).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return ended;
    }

    private bool WriteLedger(LedgerSnapshot ledger)
    {
        if (LedgerFile is null)
            return true;
        try
        {
            using var file = File.Create(LedgerFile);
            LedgerJson.Write(ledger, file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logs.CreateLogger("pipeline").LogError(e, "the ledger cannot be written to {File}", LedgerFile);
            return false;
        }
    }
}
