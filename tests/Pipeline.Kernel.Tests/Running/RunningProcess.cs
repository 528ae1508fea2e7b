using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>A process of the test's own: its lines as they come, signals, and its end. Killed with its children when disposed.</summary>
internal sealed partial class RunningProcess : IDisposable
{
    internal const int Interrupt = 2;
    internal const int User1 = 10;
    internal const int Continue = 18;
    internal const int Stop = 19;

    private const int Kill = 9;

    private readonly Process _process;

    private RunningProcess(Process process, string name)
    {
        _process = process;
        Output = new Lines($"standard output of {name}");
        Errors = new Lines($"standard error of {name}");
        process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => Errors.Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    internal int Id => _process.Id;

    internal bool HasEnded => _process.HasExited;

    internal Lines Output { get; }

    internal Lines Errors { get; }

    internal static RunningProcess Start(params IEnumerable<string> command) => Start(listens: false, command);

    /// <summary>One that obeys <see cref="AskAsync"/>, and sees its input end when the test does.</summary>
    internal static RunningProcess StartListening(params IEnumerable<string> command) => Start(listens: true, command);

    /// <summary>Runs a command to its end; its standard output. Fails if it does.</summary>
    internal static Task<string> RunAsync(params IEnumerable<string> command) => RunAsync(Patience.ForAnything, command);

    /// <summary>As above, for so long at most.</summary>
    internal static async Task<string> RunAsync(TimeSpan most, params IEnumerable<string> command)
    {
        using var process = Start(command);
        var code = await process.EndAsync(most).ConfigureAwait(false);
        Assert.True(code == 0, $"{string.Join(' ', command)} exited with {code}:\n{process.Errors.Text}");
        return process.Output.Text;
    }

    /// <summary>Writes a line to its standard input; the line it says next. One at a time.</summary>
    internal async Task<string> AskAsync(string line)
    {
        var heard = Output.All.Length;
        await _process.StandardInput.WriteLineAsync(line).ConfigureAwait(false);
        return await Output.WaitForAsync(_ => true, heard).ConfigureAwait(false);
    }

    internal void Signal(int signal) => Assert.True(kill(Id, signal) == 0, $"signal {signal} could not be sent");

    /// <summary>Ends it and all of its process group, which it leads, at once. Nothing where they have ended meanwhile.</summary>
    internal void KillGroup() => _ = kill(-Id, Kill);

    /// <summary>Waits until a signal that was sent is no longer pending, so that the next of its kind is another one.</summary>
    internal async Task TakesAsync(int signal)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while ((Pending() >> (signal - 1) & 1) != 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), patience.Token).ConfigureAwait(false);
    }

    /// <summary>The exit code, once all lines are in.</summary>
    internal Task<int> EndAsync() => EndAsync(Patience.ForAnything);

    internal async Task<int> EndAsync(TimeSpan most)
    {
        using var patience = new CancellationTokenSource(most);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_process.HasExited, $"it did not end. It said:\n{Errors.Text}");
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static RunningProcess Start(bool listens, IEnumerable<string> command)
    {
        string[] words = [.. command];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = listens, RedirectStandardOutput = true, RedirectStandardError = true };
        return new RunningProcess(Process.Start(start)!, Path.GetFileName(words[0]));
    }

    private ulong Pending() => Convert.ToUInt64(File.ReadLines($"/proc/{Id}/status").First(l => l.StartsWith("ShdPnd:", StringComparison.Ordinal))[7..].Trim(), 16);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
