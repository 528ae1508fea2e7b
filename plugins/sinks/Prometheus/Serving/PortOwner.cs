using System.Globalization;

namespace Pipeline.Sinks.Prometheus.Serving;

/// <summary>Who listens on a port of this machine, as far as this process may know.</summary>
internal static class PortOwner
{
    // Columns of /proc/net/tcp: sl local_address rem_address st ... inode.
    private const int LocalAddress = 1, State = 3, Inode = 9;
    private const string Listening = "0A";

    /// <summary>Like <c>nginx (pid 4711)</c>; null if that cannot be found out.</summary>
    public static string? Find(ushort port)
    {
        try
        {
            var sockets = InodesOf(port).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
            return sockets.Count == 0 ? null : Directory.EnumerateDirectories("/proc").Select(process => Owner(process, sockets)).FirstOrDefault(owner => owner is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No /proc to look into: the error is told without a name.
            return null;
        }
    }

    private static IEnumerable<string> InodesOf(ushort port)
    {
        var suffix = $":{port.ToString("X4", CultureInfo.InvariantCulture)}";
        foreach (var table in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            if (!File.Exists(table))
                continue;
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (fields.Length > Inode && fields[State] == Listening && fields[LocalAddress].EndsWith(suffix, StringComparison.Ordinal))
                    yield return fields[Inode];
            }
        }
    }

    private static string? Owner(string process, HashSet<string> sockets)
    {
        if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return null;
        try
        {
            return Directory.EnumerateFiles($"{process}/fd").Any(fd => new FileInfo(fd).LinkTarget is { } target && sockets.Contains(target))
                ? pid == Environment.ProcessId ? "this pipeline itself" : $"{File.ReadAllText($"{process}/comm").TrimEnd()} (pid {pid})"
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or belongs to another user.
            return null;
        }
    }
}
