using System.IO.Enumeration;

namespace Pipeline.Sources.File.Paths;

/// <summary>Finds the files that patterns match. One thread at a time.</summary>
internal sealed class PathFinder
{
    // Links to folders may lead in circles, so ** does not follow them; and deeper than this nobody keeps logs.
    private const int MostDepth = 32;

    private readonly GlobPattern[] _paths;
    private readonly GlobPattern[] _exclude;
    private readonly Action<string, string> _problem;

    /// <param name="paths">What to find.</param>
    /// <param name="exclude">What to leave out of that.</param>
    /// <param name="problem">Told the folders that cannot be read, and why.</param>
    public PathFinder(IEnumerable<GlobPattern> paths, IEnumerable<GlobPattern> exclude, Action<string, string> problem) =>
        (_paths, _exclude, _problem) = ([.. paths], [.. exclude], problem);

    /// <summary>The paths of all files that are there, in order of name, each once.</summary>
    public IEnumerable<string> Find()
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var pattern in _paths)
        {
            if (pattern.IsLiteral)
                found.Add(pattern.Text);
            else
                Search(pattern, found);
        }

        found.RemoveWhere(path => Array.Exists(_exclude, e => e.IsMatch(path)));
        return found;
    }

    private void Search(GlobPattern pattern, SortedSet<string> found)
    {
        if (!Directory.Exists(pattern.Root))
            return;
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = pattern.IsDeep || pattern.Depth > 0,
            MaxRecursionDepth = pattern.IsDeep ? MostDepth : pattern.Depth,
            AttributesToSkip = 0,
            IgnoreInaccessible = true,
        };
        try
        {
            var files = new FileSystemEnumerable<string>(pattern.Root, static (ref FileSystemEntry entry) => entry.ToFullPath(), options)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && pattern.IsMatch(entry.ToFullPath()),
                ShouldRecursePredicate = (ref FileSystemEntry entry) => !pattern.IsDeep || (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            };
            found.UnionWith(files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _problem(pattern.Root, e.Message);
        }
    }
}
