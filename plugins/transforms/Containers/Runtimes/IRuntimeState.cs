namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>A folder in which a runtime keeps what it knows of its containers.</summary>
internal interface IRuntimeState
{
    /// <summary>Looks for a container; what is found is told to <paramref name="names"/>.</summary>
    StateProblem Find(string id, ContainerNames names);

    /// <summary>Where something was made since the last look, reads what is new: a container that lives shortly may be gone, with its name, before a row tells of it.</summary>
    void Look(ContainerNames names);
}
