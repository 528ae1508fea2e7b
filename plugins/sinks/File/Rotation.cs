using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace Pipeline.Sinks.File;

/// <summary>Sets files aside under names of their own, and removes those that are more than the user keeps.</summary>
internal sealed class Rotation(int? keep, ILogger log)
{
    /// <summary>Renames a file, never over another.</summary>
    /// <exception cref="OutputFault">It cannot be renamed.</exception>
    public void SetAside(string path, DateTimeOffset now)
    {
        var names = new RotatedNames(path);
        var there = Find(names, path);
        var number = there.Count == 0 ? 1 : there[^1].Number + 1;
        while (!TryRename(path, names.PathOf(number, now)))
            number++;
        if (keep is { } most && there.Count + 1 > most)
            Remove(path, there[..(there.Count + 1 - most)], most);
    }

    private static List<(long Number, string Path)> Find(RotatedNames names, string path)
    {
        try
        {
            return names.Find();
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new OutputFault("not_permitted", problem.Message);
        }
        catch (IOException problem)
        {
            throw OutputFault.Of(problem.HResult, $"the files beside {path} cannot be listed");
        }
    }

    private static bool TryRename(string path, string to)
    {
        if (Libc.Rename(Libc.AT_FDCWD, path, Libc.AT_FDCWD, to, Libc.RENAME_NOREPLACE) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        if (error == Libc.EEXIST)
            return false;
        // Network file systems know no such renaming; a second name does not replace either.
        if (error is Libc.EINVAL or Libc.ENOSYS)
        {
            if (Libc.Link(path, to) == 0)
                return Libc.Unlink(path) == 0 ? true : throw OutputFault.Last($"{path} cannot be renamed");
            error = Marshal.GetLastPInvokeError();
            if (error == Libc.EEXIST)
                return false;
        }

        throw OutputFault.Of(error, $"{path} cannot be renamed to {to}");
    }

    private void Remove(string path, List<(long Number, string Path)> files, int most)
    {
        var removed = 0;
        foreach (var (_, file) in files)
        {
            if (Libc.Unlink(file) == 0)
                removed++;
            else if (Marshal.GetLastPInvokeError() is not Libc.ENOENT and var error)
                log.LogWarning("{File} is one more than is kept and cannot be removed: {Problem}", file, Marshal.GetPInvokeErrorMessage(error));
        }

        log.LogInformation("{Path}: {Removed} rotated files were removed, the latest {Kept} are kept", path, removed, most);
    }
}
