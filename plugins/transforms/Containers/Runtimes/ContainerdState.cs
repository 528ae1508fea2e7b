namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>containerd's: a folder a namespace, in each a folder a container that runs.</summary>
/// <param name="environment">Where the machine's files are.</param>
/// <param name="root">containerd's folder on the machine.</param>
/// <param name="reader">Reads files.</param>
internal sealed class ContainerdState(HostEnvironment environment, string root, StateFile reader) : IRuntimeState
{
    private const string Tasks = "io.containerd.runtime.v2.task";

    // Docker's, which writes no names there but in a folder of its own.
    private const string OfDocker = "moby";

    private readonly NewEntries _entries = new(new WatchedFolder(environment, Path.Join(root, Tasks)));
    private readonly Dictionary<string, ContainerFolders> _namespaces = [];
    private bool _hasLooked;

    public StateProblem Find(string id, ContainerNames names)
    {
        var worst = StateProblem.Gone;
        FindNamespaces();
        foreach (var (_, folders) in _namespaces)
            if (folders.Find(id, names) is var problem && problem == StateProblem.None)
                return problem;
            else if (problem > worst)
                worst = problem;
        return worst;
    }

    public void Look(ContainerNames names)
    {
        FindNamespaces();
        _hasLooked = true;
        foreach (var (_, folders) in _namespaces)
            folders.Look(names);
    }

    // Namespaces are few, and stay.
    private void FindNamespaces()
    {
        foreach (var name in _entries.Look())
            if (name != OfDocker)
                _namespaces.TryAdd(name, new ContainerFolders(environment, Path.Join(root, Tasks, name), "config.json", OciConfig.TryRead, reader, isNew: _hasLooked));
    }
}
