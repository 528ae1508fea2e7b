using Microsoft.Extensions.Logging;

namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>
/// Names of containers, from the state of their runtimes. A container is read once: when it is made, or when it is first asked for. Names outlast their containers, as
/// rows do. Bounded; the oldest go first. One thread.
/// </summary>
internal sealed class ContainerNames
{
    // Of some hundred bytes each.
    private const int Most = 20_000;

    private readonly Dictionary<string, KnownContainer> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _inOrder = new();
    private readonly IRuntimeState[] _states;
    private readonly ILogger _log;
    private readonly HashSet<StateProblem> _told = [];

    public ContainerNames(ContainersOptions options, HostEnvironment environment, ILogger log)
    {
        _log = log;
        var reader = new StateFile();
        _states =
        [
            .. options.Docker.Select(root => new ContainerFolders(environment, Path.Join(root, "containers"), "config.v2.json", DockerConfig.TryRead, reader)),
            .. options.Containerd.Select(root => new ContainerdState(environment, root, reader)),
            .. options.Storage.Select(root => new StorageState(environment, root, reader)),
        ];
    }

    /// <summary>Containers asked for whose name could not be read, though their runtime has a state.</summary>
    public long Unread { get; private set; }

    /// <summary>Reads what runtimes have made since the last call.</summary>
    public void Look()
    {
        foreach (var state in _states)
            state.Look(this);
    }

    /// <summary>What is known of a container, read now where it is not known yet; null: nothing.</summary>
    public KnownContainer? Find(string id)
    {
        if (_known.TryGetValue(id, out var known))
            return known;
        foreach (var state in _states)
            if (state.Find(id, this) is var problem && problem == StateProblem.None)
                break;
            else if (problem != StateProblem.Gone)
                Tell(id, problem);
        return _known.GetValueOrDefault(id);
    }

    public bool Has(string id) => _known.ContainsKey(id);

    /// <summary>A runtime's state says this of a container. The first that has a name for it counts.</summary>
    public void Tell(string id, KnownContainer container)
    {
        if (_known.TryGetValue(id, out var known))
        {
            if (known.Name.Length == 0)
                _known[id] = container;
            return;
        }

        if (_inOrder.Count == Most)
            _known.Remove(_inOrder.Dequeue());
        _known.Add(id, container);
        _inOrder.Enqueue(id);
    }

    private void Tell(string id, StateProblem problem)
    {
        Unread++;
        if (!_told.Add(problem))
            return;
        var why = problem switch
        {
            StateProblem.Unreadable => "its file cannot be read (run as root, or with the capability dac_read_search)",
            StateProblem.TooLarge => $"its file is larger than {StateFile.MostBytes >> 20} MiB",
            _ => "its file is no JSON, or only half written",
        };
        _log.LogWarning("the state of container {Container} tells no name: {Why}; of others this is not said again", id, why);
    }
}
