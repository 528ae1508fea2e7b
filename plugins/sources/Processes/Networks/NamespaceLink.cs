using System.Runtime.InteropServices;
using Pipeline.Sources.Processes.Files;

namespace Pipeline.Sources.Processes.Networks;

/// <summary>Which network namespace a process is in: its link <c>ns/net</c> leads to <c>net:[INODE]</c>.</summary>
internal static unsafe class NamespaceLink
{
    private const int LongestLink = 64;

    /// <summary>The namespace's inode; 0: it cannot be told, with an error, or the process is at its end.</summary>
    internal static uint Read(Folder process, out int error)
    {
        var buffer = stackalloc byte[LongestLink];
        nint length;
        fixed (byte* name = "ns/net\0"u8)
            length = Libc.readlinkat(process.Descriptor, name, buffer, LongestLink);
        error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        return length < 0 ? 0 : Parse(new ReadOnlySpan<byte>(buffer, (int)length));
    }

    internal static uint Parse(ReadOnlySpan<byte> link) =>
        link.StartsWith("net:["u8) && Figures.Number(link["net:["u8.Length..]) is > 0 and <= uint.MaxValue and var inode ? (uint)inode : 0;
}
