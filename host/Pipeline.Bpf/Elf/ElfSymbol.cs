namespace Pipeline.Bpf.Elf;

/// <summary>A symbol: a function, or a variable with its place in a section.</summary>
internal sealed record ElfSymbol(string Name, bool IsFunction, int Section, ulong Value, ulong Size);
