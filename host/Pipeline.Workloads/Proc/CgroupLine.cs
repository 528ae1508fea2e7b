using System.Buffers.Text;

namespace Pipeline.Workloads.Proc;

/// <summary>A line of /proc/PID/cgroup: <c>HIERARCHY:CONTROLLERS:PATH</c>.</summary>
internal readonly ref struct CgroupLine
{
    private CgroupLine(int hierarchy, ReadOnlySpan<byte> controllers, ReadOnlySpan<byte> path)
    {
        Hierarchy = hierarchy;
        Controllers = controllers;
        Path = path;
    }

    /// <summary>Its number; 0 is version 2.</summary>
    internal int Hierarchy { get; }

    /// <summary>Separated by commas; empty for version 2.</summary>
    internal ReadOnlySpan<byte> Controllers { get; }

    /// <summary>From the root of the hierarchy as the reader sees it, with " (deleted)" behind that of a removed one.</summary>
    internal ReadOnlySpan<byte> Path { get; }

    internal bool IsRoot => Path.Length == 1;

    /// <summary>Takes the next line off <paramref name="text"/>, passing over what is none. False: there is no whole one left.</summary>
    internal static bool TryTake(scoped ref ReadOnlySpan<byte> text, out CgroupLine line)
    {
        // The kernel lets nobody put a line end into a cgroup's name.
        while (text.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var whole = text[..end];
            text = text[(end + 1)..];
            if (TryParse(whole, out line))
                return true;
        }

        line = default;
        return false;
    }

    internal bool Has(ReadOnlySpan<byte> controller)
    {
        for (var rest = Controllers; !rest.IsEmpty;)
        {
            var comma = rest.IndexOf((byte)',');
            if ((comma < 0 ? rest : rest[..comma]).SequenceEqual(controller))
                return true;
            rest = comma < 0 ? default : rest[(comma + 1)..];
        }

        return false;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out CgroupLine line)
    {
        line = default;
        if (!Utf8Parser.TryParse(text, out int hierarchy, out var used) || hierarchy < 0 || used >= text.Length || text[used] != ':')
            return false;
        var rest = text[(used + 1)..];
        var colon = rest.IndexOf((byte)':');
        if (colon < 0 || rest[(colon + 1)..] is not [(byte)'/', ..])
            return false;
        line = new CgroupLine(hierarchy, rest[..colon], rest[(colon + 1)..]);
        return true;
    }
}
