using System.Diagnostics;

namespace Pipeline.Prometheus.Tests.Support;

/// <summary>Runs a program of the system as a witness.</summary>
internal static class Tool
{
    /// <summary>Gives it an input and answers its output; an exit code other than 0 fails the test with what it said.</summary>
    public static async Task<string> RunAsync(string program, string[] arguments, byte[] input)
    {
        var cancel = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.StandardInput.BaseStream.WriteAsync(input, cancel);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancel);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output}{await error}");
        return await output;
    }

    /// <summary>Runs a script of this folder with Debian's Python, for which its modules are packaged.</summary>
    public static Task<string> PythonAsync(string script, byte[] input, params string[] arguments) =>
        RunAsync("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Witnesses", script), .. arguments], input);
}
