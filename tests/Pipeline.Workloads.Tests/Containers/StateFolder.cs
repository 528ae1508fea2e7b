using Microsoft.Extensions.Logging;
using Pipeline.Transforms.Containers;
using Pipeline.Transforms.Containers.Runtimes;

namespace Pipeline.Workloads.Tests.Containers;

/// <summary>Runtimes' folders below a temporary one, which is the machine's root to whoever looks there.</summary>
internal sealed class StateFolder : ILogger, IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("pipeline-state-").FullName;

    public List<string> Warnings { get; } = [];

    /// <summary>Of a kind that looks like a container's, whatever the number.</summary>
    public static string Id(int number) => $"{number:x64}";

    public ContainerNames Names() => new(new ContainersOptions(), new HostEnvironment("host", "/", TimeProvider.System) { HostRoot = Root }, this);

    public string Path(string path) => System.IO.Path.Join(Root, path);

    public void Docker(string id, string text) => Write($"/var/lib/docker/containers/{id}/config.v2.json", text);

    public void Containerd(string space, string id, string text) => Write($"/run/containerd/io.containerd.runtime.v2.task/{space}/{id}/config.json", text);

    /// <summary>As podman does it: what is read is whole, whenever.</summary>
    public void Storage(string text, string file = "containers.json")
    {
        Write("/var/lib/containers/storage/overlay-containers/new", text);
        File.Move(Path("/var/lib/containers/storage/overlay-containers/new"), Path($"/var/lib/containers/storage/overlay-containers/{file}"), overwrite: true);
    }

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path(path))!);
        File.WriteAllText(Path(path), text);
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel >= LogLevel.Warning)
            Warnings.Add(formatter(state, exception));
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
