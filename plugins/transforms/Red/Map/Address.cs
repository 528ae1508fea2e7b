using System.Runtime.InteropServices;

namespace Pipeline.Transforms.Red.Map;

/// <summary>An IP address in network order. Two words, so that what holds it need not be aligned to sixteen bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Address(ulong First, ulong Second)
{
    public static Address Of(ReadOnlySpan<byte> cell) => cell.Length == 16 ? MemoryMarshal.Read<Address>(cell) : default;
}
