namespace Pipeline;

/// <summary>Paths of a machine, or of a container on it, whose root folder this process sees somewhere else.</summary>
public static class MachinePath
{
    /// <summary>The root folder where it is one's own.</summary>
    public const string Root = "/";

    // As many links as the kernel follows.
    private const int MostLinks = 40;

    /// <summary>
    /// Where <paramref name="path"/> leads to whoever has <paramref name="root"/> as the root folder. Links are followed as they are meant there: an absolute one does not
    /// lead out of it. What is not there is put together as it is written. Any thread; never throws for what the files are.
    /// </summary>
    /// <param name="root">An absolute path, such as <c>/host</c> or <c>/host/proc/4711/root</c>.</param>
    /// <param name="path">An absolute path.</param>
    public static string Below(string root, string path)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(path);
        if (root == Root)
            return path;
        root = root.TrimEnd('/');
        var (at, links) = (root, 0);
        var left = new Stack<string>(path.Split('/').Reverse());
        while (left.TryPop(out var name))
        {
            if (name is "" or ".")
                continue;
            if (name == "..")
            {
                at = at.Length > root.Length ? at[..at.LastIndexOf('/')] : root;
                continue;
            }

            var next = $"{at}/{name}";
            if (LinkAt(next, at, root) is not { } target || links++ == MostLinks)
            {
                at = next;
                continue;
            }

            if (target.StartsWith('/'))
                at = root;
            foreach (var part in target.Split('/').Reverse())
                left.Push(part);
        }

        return at.Length == 0 ? Root : at;
    }

    private static string? LinkAt(string path, string folder, string root)
    {
        // The links in a process's folder lead to the file itself, whatever name the process has for it: only the kernel can follow them.
        if (folder.StartsWith($"{root}/proc/", StringComparison.Ordinal) && char.IsAsciiDigit(folder[root.Length + "/proc/".Length]))
            return null;
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Whoever opens the path is told why it cannot be.
            return null;
        }
    }
}
