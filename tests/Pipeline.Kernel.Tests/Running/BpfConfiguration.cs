namespace Pipeline.Kernel.Tests.Running;

/// <summary>The smallest configuration around a program: its rows as JSON.</summary>
internal static class BpfConfiguration
{
    /// <summary>A setting for a source that is told of the whole machine's: room for as many events as there may be while the host gets no processor.</summary>
    internal const string RoomForAll = "ring_size=64MiB";

    /// <summary>Writes it; its path.</summary>
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
