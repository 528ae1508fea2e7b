namespace Pipeline.Sources.Processes.Jvm;

/// <summary>Finds in /proc/PID/maps whether a process is a Java machine, and which file it keeps its performance data in: every one has that file mapped.</summary>
internal static class PerfDataMapping
{
    private static ReadOnlySpan<byte> Folder => "/hsperfdata_"u8;

    /// <summary>
    /// The file's place below the process's root folder, with NUL at its end: <c>tmp/hsperfdata_USER/NUMBER</c>. HotSpot has it there whatever its temporary folder is,
    /// and of what the mapping says only the two last names are used: what stands in front is the machine's view of a root folder that the process may have moved.
    /// </summary>
    /// <returns>Null: there is none.</returns>
    internal static byte[]? Find(ReadOnlySpan<byte> maps)
    {
        while (!maps.IsEmpty)
        {
            var end = maps.IndexOf((byte)'\n');
            var line = end < 0 ? maps : maps[..end];
            maps = end < 0 ? [] : maps[(end + 1)..];
            var at = line.LastIndexOf(Folder);
            if (at >= 0 && IsFile(line[(at + Folder.Length)..]))
                return [.. "tmp"u8, .. line[at..], 0];
        }

        return null;
    }

    // USER/NUMBER. One that was deleted has a word more behind it.
    private static bool IsFile(ReadOnlySpan<byte> name)
    {
        var slash = name.IndexOf((byte)'/');
        var number = name[(slash + 1)..];
        return slash > 0 && !number.IsEmpty && !number.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
