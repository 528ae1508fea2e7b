namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>What a runtime's state says of a container.</summary>
/// <param name="Name">Its name; empty: it has none.</param>
/// <param name="Image">The image's name as it was asked for, with tag or digest; empty: none.</param>
/// <param name="Runtime">Who made it.</param>
internal sealed record KnownContainer(string Name, string Image, string Runtime)
{
    public const string Docker = "docker";
    public const string Containerd = "containerd";
    public const string Crio = "cri-o";
    public const string Podman = "podman";
}
