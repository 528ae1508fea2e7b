namespace Pipeline.Bpf.Elf;

/// <summary>A section header; its bytes were checked to lie inside the file.</summary>
internal sealed record ElfSection(int Index, string Name, uint Type, ulong Flags, int Offset, int Size, int Link)
{
    private const uint NoBits = 8;

    /// <summary>Whether the section holds instructions (SHF_EXECINSTR).</summary>
    public bool IsCode => (Flags & 4) != 0;

    /// <summary>Whether the file holds its bytes (.bss has none).</summary>
    public bool HasBytes => Type != NoBits;
}
