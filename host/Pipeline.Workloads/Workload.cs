namespace Pipeline.Workloads;

/// <summary>What the path of a cgroup says about who runs in it. Made by <see cref="Of"/>; unchangeable.</summary>
public sealed record Workload
{
    /// <summary>That of a path which says nothing.</summary>
    public static Workload None { get; } = new();

    /// <summary>Who made the container; none where it is none.</summary>
    public ContainerRuntime Runtime { get; init; }

    /// <summary>
    /// The container's full id, or its name where the runtime has no ids (LXC, nspawn); null: none. In a pod it is the pod's own container, also for what runs in a
    /// container made inside of that; elsewhere the innermost one.
    /// </summary>
    public string? ContainerId { get; init; }

    /// <summary>The container that this pod or container is inside of, such as a node of kind; null: none.</summary>
    public string? OuterContainerId { get; init; }

    /// <summary>The pod's uid, with dashes as the API has it; that of a static pod may be 32 digits without any. Null: none.</summary>
    public string? PodUid { get; init; }

    /// <summary>The machine's systemd unit: a service, a scope, ...; null: none.</summary>
    public string? Unit { get; init; }

    /// <summary>The slice that the unit is in, or the innermost one of the path; null: none.</summary>
    public string? Slice { get; init; }

    /// <summary>The unit of a user's own systemd; null: none.</summary>
    public string? UserUnit { get; init; }

    /// <summary>Reads a path. Any text is one: what it does not say is null.</summary>
    /// <param name="path">From the root of its hierarchy, as /proc/PID/cgroup has it behind the second colon.</param>
    public static Workload Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Paths.PathReader.Read(path);
    }
}
