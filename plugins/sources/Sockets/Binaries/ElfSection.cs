namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>A section of a binary, as its header tells; nothing of it was checked.</summary>
internal sealed record ElfSection(string Name, uint Type, ulong Address, ulong Offset, ulong Size, uint Link)
{
    internal const uint Symbols = 2, NoBits = 8, DynamicSymbols = 11;
}
