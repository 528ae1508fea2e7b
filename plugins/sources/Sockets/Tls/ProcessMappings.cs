using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Pipeline.Bpf;

namespace Pipeline.Sources.Sockets.Tls;

/// <summary>What processes have mapped, as /proc tells it. Thread-safe; a process that ends meanwhile has nothing.</summary>
/// <param name="proc">The folder: <c>/proc</c>.</param>
internal sealed class ProcessMappings(string proc)
{
    /// <summary>The files that code is run from, of every process.</summary>
    internal IEnumerable<ExecutableMapping> All()
    {
        foreach (var folder in Directory.EnumerateDirectories(proc))
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process))
                foreach (var mapping in Of(process))
                    yield return mapping;
    }

    /// <summary>Those of one process.</summary>
    internal IEnumerable<ExecutableMapping> Of(int process)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines($"{proc}/{process}/maps");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is none of those that may be looked at.
            yield break;
        }

        foreach (var line in lines)
            if (Parse(process, line) is { } mapping)
                yield return mapping;
    }

    /// <summary>
    /// Opens the mapped file itself, whatever its path leads to by now, in whichever container. Null: the process has ended, or has it no longer, or it is not to be read.
    /// </summary>
    internal SafeFileHandle? Open(ExecutableMapping mapping) =>
        TryOpen(mapping) ?? Of(mapping.Process).Where(m => m.File == mapping.File).Select(TryOpen).FirstOrDefault(h => h is not null);

    private SafeFileHandle? TryOpen(ExecutableMapping mapping)
    {
        try
        {
            return File.OpenHandle($"{proc}/{mapping.Process}/map_files/{mapping.Start:x}-{mapping.End:x}", share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // 7f0c5e600000-7f0c5e628000 r-xp 00000000 fe:00 1234                      /usr/lib/...
    private static ExecutableMapping? Parse(int process, string line)
    {
        var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 5 || fields[1].Length < 3 || fields[1][2] != 'x' || fields[4] == "0")
            return null;
        var (range, device) = (fields[0].Split('-'), fields[3].Split(':'));
        return range.Length == 2 && device.Length == 2
            && Hex(range[0], out var start) && Hex(range[1], out var end) && Hex(device[0], out var major) && Hex(device[1], out var minor)
            && ulong.TryParse(fields[4], NumberStyles.None, CultureInfo.InvariantCulture, out var inode)
                ? new ExecutableMapping(process, start, end, new MappedFile((uint)major, (uint)minor, inode))
                : null;
    }

    private static bool Hex(string text, out ulong number) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
