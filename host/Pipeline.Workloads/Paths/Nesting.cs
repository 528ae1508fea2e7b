namespace Pipeline.Workloads.Paths;

/// <summary>Which of the containers and pods of a path are meant, from its root down.</summary>
internal struct Nesting
{
    internal string? Pod { get; private set; }

    internal Container? Container { get; private set; }

    internal Container? Outer { get; private set; }

    /// <param name="pod">The pod that the next name is of; null: of none.</param>
    /// <param name="container">The container that it is of, inside that pod; null: of none.</param>
    internal void Enter(string? pod, Container? container)
    {
        if (pod is not null && pod != Pod)
        {
            Outer = Container ?? Outer;
            (Pod, Container) = (pod, null);
        }

        // The kubelet knows a pod's own container, and nothing of what is made inside of it. Some runtimes name a container twice.
        if (container is null || container == Container || (Pod is not null && Container is not null))
            return;
        Outer = Container ?? Outer;
        Container = container;
    }
}
