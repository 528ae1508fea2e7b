namespace Pipeline.Transforms.Containers;

/// <summary>What a user writes for <c>type = "containers"</c>.</summary>
internal sealed record ContainersOptions
{
    [Option("The columns added: those of the cgroup, then those of the process. A command line may hold passwords, so it is not among them by default.")]
    public IReadOnlyList<ContainerColumn> Columns { get; init; } =
        [ContainerColumn.ContainerId, ContainerColumn.ContainerName, ContainerColumn.ContainerImageName, ContainerColumn.ContainerRuntime, ContainerColumn.SystemdUnit];

    [Option("Folders in which Docker keeps its state (dockerd --data-root), for names and images.")]
    public IReadOnlyList<string> Docker { get; init; } = ["/var/lib/docker"];

    [Option("Folders in which containerd keeps the state of what runs, for names and images.")]
    public IReadOnlyList<string> Containerd { get; init; } = ["/run/containerd", "/run/k3s/containerd"];

    [Option("Folders in which podman and CRI-O keep their state (podman --root and --runroot), for names and images; of podman without root ~/.local/share/containers/storage.")]
    public IReadOnlyList<string> Storage { get; init; } = ["/var/lib/containers/storage", "/run/containers/storage"];
}
