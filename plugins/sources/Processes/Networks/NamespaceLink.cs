using Pipeline.Files;
using Pipeline.Sources.Processes.Text;

namespace Pipeline.Sources.Processes.Networks;

/// <summary>Which network namespace a process is in: its link <c>ns/net</c> leads to <c>net:[INODE]</c>.</summary>
internal static class NamespaceLink
{
    private const int LongestLink = 64;

    /// <summary>The namespace's inode; 0: it cannot be told, with an error, or the process is at its end.</summary>
    internal static uint Read(Folder process, out int error)
    {
        Span<byte> buffer = stackalloc byte[LongestLink];
        return Parse(process.ReadLink("ns/net\0"u8, buffer, out error));
    }

    internal static uint Parse(ReadOnlySpan<byte> link) =>
        link.StartsWith("net:["u8) && Figures.Number(link["net:["u8.Length..]) is > 0 and <= uint.MaxValue and var inode ? (uint)inode : 0;
}
