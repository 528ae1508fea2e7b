namespace Pipeline.Kernel.Tests.Running;

/// <summary>The smallest configuration around a program: its rows as JSON.</summary>
internal static class BpfConfiguration
{
    /// <param name="folder">Where it is written.</param>
    /// <param name="program">Path of the object.</param>
    /// <param name="more">Further keys of the source.</param>
    internal static string Write(TemporaryFolder folder, string program, string more = "") => folder.Write("config.toml", $"""
        [sources.kernel]
        type = "bpf"
        object = "{program}"
        {more}
        [sinks.out]
        type = "stdout"
        format = "json"
        inputs = ["kernel"]
        [pipeline]
        stop_deadline = "5m"
        """);
}
