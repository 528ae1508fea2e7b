namespace Pipeline.Transforms.Containers.Runtimes;

/// <summary>The folders in a folder that were not there before.</summary>
/// <param name="folder">That folder.</param>
internal sealed class NewEntries(WatchedFolder folder)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Names that have come; of a folder that cannot be listed none, as of one that is not there.</summary>
    public List<string> Look()
    {
        List<string> come = [];
        if (!folder.HasChanged() || folder.Place is not { } place)
            return come;
        _seen.Clear();
        try
        {
            foreach (var entry in Directory.EnumerateDirectories(place))
                _seen.Add(Path.GetFileName(entry));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Whoever looks for a container of it is told why it cannot be read.
            return come;
        }

        foreach (var name in _seen)
            if (!_known.Contains(name))
                come.Add(name);
        _known.Clear();
        _known.UnionWith(_seen);
        return come;
    }
}
