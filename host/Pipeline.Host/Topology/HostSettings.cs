namespace Pipeline.Host.Topology;

/// <summary>The <c>[pipeline]</c> table.</summary>
internal sealed record HostSettings
{
    [Option("Memory for the whole host: rows, managed heap and native parts together. Kernel ring buffers come on top.", Min = "96MiB")]
    public ByteSize Memory { get; init; } = new(256L << 20);

    [Option("Where components keep state between runs. Empty: the folder systemd gives the service, else /var/lib/pipeline for root, else pipeline in the user's folder for state.")]
    public string DataDir { get; init; } = "";

    [Option(
        "Where the machine's root folder is mounted, for a host in a container: its name, processes, cgroups, executables and libraries are looked up below it. "
        + "By default what PIPELINE_HOST_ROOT says, else \"/\".")]
    public string? HostRoot { get; init; }

    [Option("How long a stop may take until what is left is dropped and counted as deadline.", Min = "0s", Max = "1h")]
    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromSeconds(10);

    [Option("Least severe log message that is written to standard error: trace, debug, information, warning, error, critical, none.")]
    public Microsoft.Extensions.Logging.LogLevel LogLevel { get; init; } = Microsoft.Extensions.Logging.LogLevel.Information;

    [Option("How often the pipeline source emits the host's own figures.", Min = "100ms", Max = "1h")]
    public TimeSpan TelemetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    [Option("Further folders with plugins, each with a folder a plugin; the host's own come first.")]
    public IReadOnlyList<string> Plugins { get; init; } = [];
}
