using System.Runtime.CompilerServices;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>Where the published host and the tests' own files lie.</summary>
internal static class Installed
{
    internal static string Home { get; } = Environment.GetEnvironmentVariable("PIPELINE_HOME") is { Length: > 0 } home ? home : Path.Combine(Repository(), "artifacts", "pipeline");

    internal static string Host => Path.Combine(Home, "pipeline");

    /// <summary>Source of the kernel programs.</summary>
    internal static string ProgramSource => Path.Combine(Repository(), "bpf");

    /// <summary>Folder with the plugins that only tests use.</summary>
    internal static string TestPlugins => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>A test's kernel program.</summary>
    internal static string Program(string name) => Path.Combine(AppContext.BaseDirectory, "programs", $"{name}.bpf.o");

    internal static string Workload(string name) => Path.Combine(AppContext.BaseDirectory, "workloads", name);

    /// <summary>A program of tests/servers, of the configuration in which this test was built.</summary>
    internal static string Server(string name)
    {
        var project = $"Pipeline.Servers.{name}";
        return Path.Combine(Repository(), "artifacts", "bin", project, new DirectoryInfo(AppContext.BaseDirectory).Name, project);
    }

    private static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
