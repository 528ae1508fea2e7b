using System.Runtime.InteropServices;

namespace Pipeline.Sources.Processes.Text;

/// <summary>A name of at most 16 bytes, as the kernel gives processes and interfaces, as a value to compare.</summary>
internal static class ShortName
{
    internal static UInt128 Of(ReadOnlySpan<byte> name)
    {
        Span<byte> padded = stackalloc byte[16];
        padded.Clear();
        name[..Math.Min(name.Length, padded.Length)].CopyTo(padded);
        return MemoryMarshal.Read<UInt128>(padded);
    }
}
