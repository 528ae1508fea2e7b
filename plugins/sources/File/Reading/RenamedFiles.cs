using Microsoft.Extensions.Logging;
using Pipeline.Sources.File.Checkpoints;
using Pipeline.Sources.File.Native;

namespace Pipeline.Sources.File.Reading;

/// <summary>Finds files of an earlier run that have another name in the same folder now, as rotation leaves them.</summary>
internal static class RenamedFiles
{
    /// <summary>Where a file is now that is not under its name any more; null when it is not in the folder.</summary>
    public static string? Find(string path, FileKey key) =>
        Names(Path.GetDirectoryName(path) ?? "/", null).FirstOrDefault(name => Libc.Statx(Libc.CurrentFolder, name, 0, Libc.BasicStats, out var state) == 0 && state.Key == key);

    /// <summary>The paths they have now.</summary>
    public static IEnumerable<string> Find(IEnumerable<CheckpointEntry> entries, ILogger log)
    {
        foreach (var folder in entries.GroupBy(e => Path.GetDirectoryName(e.Path) ?? "/"))
        {
            var missing = folder.Where(e => !IsThere(e.Path, e)).ToDictionary(e => (e.Identity.Inode, e.Identity.Born));
            if (missing.Count == 0)
                continue;
            foreach (var path in Names(folder.Key, log))
                if (Libc.Statx(Libc.CurrentFolder, path, 0, Libc.BasicStats, out var state) == 0 && missing.Remove((state.Inode, state.Born)))
                    yield return path;
        }
    }

    private static bool IsThere(string path, CheckpointEntry entry) =>
        Libc.Statx(Libc.CurrentFolder, path, 0, Libc.BasicStats, out var state) == 0 && state.Inode == entry.Identity.Inode && state.Born == entry.Identity.Born;

    private static string[] Names(string folder, ILogger? log)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log?.LogWarning("{Folder} cannot be looked through for files that were renamed: {Problem}", folder, e.Message);
            return [];
        }
    }
}
