namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>A folder with a folder a container, in which one file tells of it: made before the container begins, gone when it is removed.</summary>
/// <param name="environment">Where the machine's files are.</param>
/// <param name="path">On the machine.</param>
/// <param name="file">The file's name.</param>
/// <param name="parse">Reads what is in it.</param>
/// <param name="reader">Reads files.</param>
/// <param name="isNew">Whether what is there at the first look is new, too; else it is read when a row tells of it.</param>
internal sealed class ContainerFolders(
    HostEnvironment environment, string path, string file, ContainerFolders.Parse parse, StateFile reader, bool isNew = false) : IRuntimeState
{
    /// <summary>Reads what a file holds; false for what is not such a file, or not all of it.</summary>
    public delegate bool Parse(ReadOnlySpan<byte> text, out KnownContainer container);

    // A file that is being written is there soon.
    private const int MostTries = 30;

    private readonly NewEntries _entries = new(new WatchedFolder(environment, path));
    private readonly List<(string Id, int Tries)> _unread = [];
    private bool _hasLooked = isNew;

    public StateProblem Find(string id, ContainerNames names)
    {
        var problem = reader.Read(environment.OnHost(Path.Join(path, id, file)), out var content);
        if (problem != StateProblem.None)
            return problem;
        if (!parse(content, out var container))
            return StateProblem.Broken;
        names.Tell(id, container);
        return StateProblem.None;
    }

    public void Look(ContainerNames names)
    {
        foreach (var id in _entries.Look())
            if (_hasLooked)
                _unread.Add((id, 0));
        _hasLooked = true;
        for (var i = _unread.Count - 1; i >= 0; i--)
        {
            var (id, tries) = _unread[i];
            if (Find(id, names) == StateProblem.None || tries == MostTries)
                _unread.RemoveAt(i);
            else
                _unread[i] = (id, tries + 1);
        }
    }
}
