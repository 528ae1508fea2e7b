using System.Runtime.CompilerServices;

namespace Pipeline.Matrix.Tests.Machines;

/// <summary>Where things lie on the machine that runs the tests.</summary>
internal static class Files
{
    internal static string Repository { get; } = Path.GetFullPath(Path.Combine(ThisFolder(), "..", "..", ".."));

    internal static string Installation { get; } =
        Environment.GetEnvironmentVariable("PIPELINE_HOME") is { Length: > 0 } home ? home : Path.Combine(Repository, "artifacts", "pipeline");

    internal static string Boot => Script("boot.sh");

    /// <summary>What a machine is given: the scripts and programs that run there, and the plugins that only tests use.</summary>
    internal static IReadOnlyList<string> Given =>
    [
        Script("serve.sh"), Script("observe.sh"), Script("workload.sh"), Script("cgroups.sh"),
        Path.Combine(AppContext.BaseDirectory, "plugins"), Path.Combine(AppContext.BaseDirectory, "moving"), Path.Combine(AppContext.BaseDirectory, "speaking"),
    ];

    private static string Script(string name) => Path.Combine(Repository, "tests", "Pipeline.Matrix.Tests", "guest", name);

    private static string ThisFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
