namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>A part of the file that is mapped into memory.</summary>
internal readonly record struct ElfSegment(ulong Offset, ulong Address, ulong Size, bool IsCode);
