namespace Pipeline.Workloads.Paths;

/// <summary>A container that the name of a cgroup tells of.</summary>
/// <param name="Runtime">Whose.</param>
/// <param name="Id">Its id, or its name where there are no ids.</param>
internal sealed record Container(ContainerRuntime Runtime, string Id);
