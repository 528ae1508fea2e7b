using System.Diagnostics;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Runs a witness.</summary>
internal static class Tool
{
    /// <summary>What the program wrote to its standard output; fails the test when the program fails, skips it where there is none.</summary>
    /// <param name="package">Where it comes from.</param>
    /// <param name="program">Its path, or its name.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<string> RunAsync(string package, string program, IReadOnlyList<string> arguments, string input = "")
    {
        Assert.SkipUnless(Exists(program), $"there is no {program}: install the package {package}");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        // No measure of speed: who is killed here hangs.
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        await using var killed = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}");
        return await output;
    }

    /// <summary>Whether there is such a program.</summary>
    public static bool Exists(string program) =>
        Path.IsPathRooted(program) ? File.Exists(program) : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
