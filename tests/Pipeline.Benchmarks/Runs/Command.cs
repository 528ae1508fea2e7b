using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Benchmarks.Runs;

/// <summary>A process of the report's own. Killed when disposed.</summary>
internal sealed partial class Command : IDisposable
{
    private const int Interrupt = 2;

    // Beyond any run of ours; what takes longer hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly string _said;
    private readonly TaskCompletionSource<double> _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _errors = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    private Command(string[] words)
    {
        _said = string.Join(' ', words);
        _process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal StreamReader Output => _process.StandardOutput;

    internal double SecondsSinceStart => _clock.Elapsed.TotalSeconds;

    internal static Command Start(params string[] words) => new(words);

    /// <summary>Runs a command to its end; its standard output.</summary>
    internal static async Task<string> OutputOfAsync(params string[] words)
    {
        using var command = Start(words);
        var output = await command.Output.ReadToEndAsync().WaitAsync(Patience).ConfigureAwait(false);
        await command.EndAsync().ConfigureAwait(false);
        return output;
    }

    /// <summary>Ends when a host has said that its program is attached: how many seconds after its start.</summary>
    internal Task<double> AttachedAsync() => _attached.Task.WaitAsync(Patience);

    /// <summary>Asks for an orderly end, as Ctrl-C does, and waits for it.</summary>
    internal Task StopAsync()
    {
        if (kill(Id, Interrupt) != 0)
            throw new InvalidOperationException($"{_said} had ended already:\n{Errors()}");
        return EndAsync();
    }

    /// <summary>Waits for the end; what no one has read of the output until then must fit into a pipe.</summary>
    internal async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience).ConfigureAwait(false);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"{_said} exited with {_process.ExitCode}:\n{Errors()}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            _attached.TrySetException(new InvalidOperationException($"{_said} ended without attaching:\n{Errors()}"));
            return;
        }

        lock (_errors)
            _errors.Add(line);
        if (line.Contains(" is attached, variant ", StringComparison.Ordinal))
            _attached.TrySetResult(SecondsSinceStart);
    }

    private string Errors()
    {
        lock (_errors)
            return string.Join('\n', _errors);
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
