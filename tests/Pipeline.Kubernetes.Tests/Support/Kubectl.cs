using System.Collections.Concurrent;
using System.Diagnostics;

namespace Pipeline.Kubernetes.Tests.Support;

/// <summary>The real kubectl, against a test server.</summary>
internal sealed class Kubectl(string kubeconfig)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Skips the test where there is none.</summary>
    public static void Need() =>
        Assert.SkipUnless((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "kubectl"))), "kubectl missing (Debian: kubernetes-client)");

    /// <summary>Runs it to its end; what it printed. A failure fails the test.</summary>
    public Task<string> RunAsync(params string[] arguments) => RunAsync("", arguments);

    /// <summary>Runs it with this on its standard input.</summary>
    public async Task<string> RunAsync(string input, string[] arguments)
    {
        var (status, output, errors) = await TryAsync(input, arguments);
        Assert.True(status == 0, $"kubectl {string.Join(' ', arguments)}: {errors}");
        return output;
    }

    /// <summary>Runs it to its end, whatever that is.</summary>
    public async Task<(int Status, string Output, string Errors)> TryAsync(string input, string[] arguments)
    {
        using var process = Begin(arguments);
        using var limit = new CancellationTokenSource(Patience);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Runs it until it is disposed of; its lines come into the queue.</summary>
    public (IDisposable Process, ConcurrentQueue<string> Lines) Watch(params string[] arguments)
    {
        var lines = new ConcurrentQueue<string>();
        var process = Begin(arguments);
        process.StandardInput.Close();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                lines.Enqueue(text);
        };
        process.BeginOutputReadLine();
        return (new Ended(process), lines);
    }

    private Process Begin(string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        // Its cache of what servers have is by address, and ports come again.
        start.Environment["KUBECACHEDIR"] = start.Environment["HOME"] = Path.GetDirectoryName(kubeconfig)!;
        return Process.Start(start)!;
    }

    private sealed class Ended(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
