using System.Diagnostics;

namespace Pipeline.Kafka.Tests.Support;

/// <summary>The installed host under test, run as a process. Its folder comes from PIPELINE_HOME, else it is the repository's own build.</summary>
internal static class Installed
{
    private const string Variable = "PIPELINE_HOME";

    public static string Executable { get; } = Path.Combine(Environment.GetEnvironmentVariable(Variable) ?? Path.Combine(Repository(), "artifacts", "pipeline"), "pipeline");

    public static Process Start(params string[] arguments)
    {
        Assert.SkipUnless(File.Exists(Executable), $"there is no {Executable}; build it with './run.sh --version', or set {Variable}");
        return Child.Start(Executable, arguments);
    }

    /// <summary>Runs to the end; the exit code and what was said on standard error.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var cancel = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        await output;
        return (process.ExitCode, await error);
    }

    private static string Repository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Pipeline.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the tests were moved out of their repository");
        return directory;
    }
}
