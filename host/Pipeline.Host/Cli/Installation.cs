namespace Pipeline.Host.Cli;

/// <summary>Where the parts of an installed host lie: all beside its executable.</summary>
internal static class Installation
{
    public static string Directory => AppContext.BaseDirectory;

    public static string Plugins => Path.Combine(Directory, "plugins");

    public static string Pipelines => Path.Combine(Directory, "pipelines");

    public static string Programs => Path.Combine(Directory, "bpf");

    public static HostEnvironment Environment(bool includeSelf) => new(System.Environment.MachineName, Directory, TimeProvider.System, includeSelf);
}
