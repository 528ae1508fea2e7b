using Pipeline.Cli.Tests;

namespace Pipeline.Protocols.Tests.Witness;

/// <summary>Runs a program that a test needs.</summary>
internal static class Program
{
    /// <summary>What it wrote to its standard output; fails the test when the program fails, skips it where there is none.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
            $"there is no {program}: install the package of that name");
        var answer = await Installed.RunProgramAsync(program, arguments);
        Assert.True(answer.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {answer.ExitCode}: {answer.Error}");
        return answer.Output;
    }

    /// <summary>Runs a script that lies beside the tests.</summary>
    public static Task<string> PythonAsync(string script, params string[] arguments) =>
        RunAsync("python3", [Path.Combine(AppContext.BaseDirectory, "Witness", script), .. arguments]);
}
