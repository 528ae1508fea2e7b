using System.Diagnostics;

namespace Pipeline.Cli.Tests;

/// <summary>The installed host under test, run as a process. Its folder comes from PIPELINE_HOME, else it is the repository's own build.</summary>
internal static class Installed
{
    private const string Variable = "PIPELINE_HOME";

    public static string Repository { get; } = FindRepository();

    public static string Home { get; } = Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Repository, "artifacts", "pipeline");

    public static string Executable => Path.Combine(Home, "pipeline");

    public static Task<Answer> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Executable), $"there is no {Executable}; build it with './run.sh --version', or set {Variable}");
        return RunProgramAsync(Executable, arguments);
    }

    /// <summary>Runs any program to its end. Its input is empty.</summary>
    public static async Task<Answer> RunProgramAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return new Answer(process.ExitCode, await output, await error);
    }

    private static string FindRepository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Pipeline.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the tests were moved out of their repository");
        return directory;
    }
}
