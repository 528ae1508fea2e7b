namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>podman's and CRI-O's: one list of all containers a storage driver, and one of those that are removed when they end. Both are written anew at each change.</summary>
/// <param name="environment">Where the machine's files are.</param>
/// <param name="root">Their folder on the machine.</param>
/// <param name="reader">Reads files.</param>
internal sealed class StorageState(HostEnvironment environment, string root, StateFile reader) : IRuntimeState
{
    private const string FolderEnd = "-containers";

    private static readonly string[] Files = ["containers.json", "volatile-containers.json"];

    private readonly NewEntries _entries = new(new WatchedFolder(environment, root));
    private readonly Dictionary<string, WatchedFolder> _drivers = [];
    private StateProblem _last = StateProblem.Gone;

    public StateProblem Find(string id, ContainerNames names)
    {
        Look(names);
        return names.Has(id) ? StateProblem.None : _last;
    }

    public void Look(ContainerNames names)
    {
        foreach (var name in _entries.Look())
            if (name.EndsWith(FolderEnd, StringComparison.Ordinal))
                _drivers.TryAdd(name, new WatchedFolder(environment, Path.Join(root, name)));
        foreach (var (_, folder) in _drivers)
            if (folder.HasChanged())
                Read(folder, names);
    }

    private void Read(WatchedFolder folder, ContainerNames names)
    {
        _last = StateProblem.Gone;
        foreach (var name in Files)
        {
            var problem = reader.Read(Path.Join(folder.Place, name), out var content);
            if (problem == StateProblem.None)
                problem = Tell(content, names);
            if (problem > _last)
                _last = problem;
        }
    }

    private static StateProblem Tell(ReadOnlySpan<byte> content, ContainerNames names)
    {
        if (!StorageList.TryRead(content, out var containers))
            return StateProblem.Broken;
        foreach (var (id, container) in containers)
            names.Tell(id, container);
        return StateProblem.None;
    }
}
