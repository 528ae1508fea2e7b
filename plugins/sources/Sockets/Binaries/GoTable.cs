using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>
/// The table of functions that the runtime of each Go program has, stripped or not. This is the header; offsets count from it.
/// </summary>
/// <param name="Offset">Where in the file it lies.</param>
/// <param name="Size">Bytes from there to the end of the section that it lies in.</param>
/// <param name="Functions">How many there are.</param>
/// <param name="Text">The address that those of functions count from; 0: they are whole.</param>
/// <param name="Names">Where their names lie.</param>
/// <param name="NamesSize">Bytes of these.</param>
/// <param name="Entries">Where their entries lie.</param>
/// <param name="WordSize">Bytes of an address in an entry.</param>
internal sealed record GoTable(ulong Offset, ulong Size, ulong Functions, ulong Text, ulong Names, ulong NamesSize, ulong Entries, int WordSize)
{
    private const int HeaderSize = 72;
    private const uint Until15 = 0xfffffffb, Since16 = 0xfffffffa, Since18 = 0xfffffff0, Since20 = 0xfffffff1;
    private const ulong MostFunctions = 16 << 20;

    /// <summary>Whether it is of Go 1.18 or later, where functions count from the beginning of the code.</summary>
    internal bool IsRelative => WordSize == sizeof(uint);

    /// <summary>Null where there is none.</summary>
    /// <exception cref="BinaryException">It is damaged, or of a version that is not supported.</exception>
    internal static GoTable? Find(ElfBinary binary)
    {
        if ((binary.Section(".gopclntab") ?? binary.Section(".data.rel.ro.gopclntab")) is { } own)
            return Read(binary, own, 0);
        // The linker of C puts it among others.
        return binary.Section(".data.rel.ro") is { } shared && Search(binary, shared) is { } at ? Read(binary, shared, at) : null;
    }

    private static ulong? Search(ElfBinary binary, ElfSection section)
    {
        const int alignment = 8;
        var walk = new TableWalk(binary.File, section.Offset, section.Size, "its constants");
        for (ulong at = 0; walk.Size - at >= alignment; at += alignment)
        {
            var bytes = walk.At(at, alignment);
            while (bytes.Length >= alignment && !IsHeader(bytes))
            {
                bytes = bytes[alignment..];
                at += alignment;
            }

            if (bytes.Length >= alignment)
                return at;
            at -= alignment;
        }

        return null;
    }

    private static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        ReadUInt32LittleEndian(bytes) is Until15 or Since16 or Since18 or Since20 && bytes is [_, _, _, _, 0, 0, 1 or 4, 8, ..];

    private static GoTable Read(ElfBinary binary, ElfSection section, ulong at)
    {
        binary.File.Check(section.Offset, section.Size, "Go's table of functions");
        if (section.Type == ElfSection.NoBits || section.Size < at + HeaderSize)
            throw new BinaryException(BinaryRefusal.Damaged, "is damaged: Go's table of functions has no header");
        var header = binary.File.Bytes(section.Offset + at, HeaderSize, "Go's table of functions");
        if (!IsHeader(header))
            throw new BinaryException(BinaryRefusal.Version, "is made by a version of Go whose table of functions is not known");
        var magic = ReadUInt32LittleEndian(header);
        if (magic == Until15)
            throw new BinaryException(BinaryRefusal.Version, "is made by Go 1.15 or older, whose calls have their arguments on the stack");
        var isRelative = magic != Since16;
        // The places of five tables follow, one behind the other; since 1.18 after the address of the code.
        var places = header.AsSpan(isRelative ? 32 : 24);
        var table = new GoTable(
            section.Offset + at,
            section.Size - at,
            ReadUInt64LittleEndian(header.AsSpan(8)),
            isRelative ? ReadUInt64LittleEndian(header.AsSpan(24)) : 0,
            ReadUInt64LittleEndian(places),
            ReadUInt64LittleEndian(places[8..]) - ReadUInt64LittleEndian(places),
            ReadUInt64LittleEndian(places[32..]),
            isRelative ? 4 : 8);
        if (table.Functions > MostFunctions)
            throw new BinaryException(BinaryRefusal.TooLarge, $"has {table.Functions} functions, of which at most {MostFunctions} are looked at");
        if (isRelative && table.Text == 0)
            table = table with { Text = Relocated(binary, section.Address + at + 24) ?? binary.Section(".text")?.Address ?? 0 };
        return table;
    }

    /// <summary>What the loader writes to an address before the program runs.</summary>
    private static ulong? Relocated(ElfBinary binary, ulong address)
    {
        const int entrySize = 24;
        if (binary.Section(".rela.dyn") is not { } section)
            return null;
        var walk = new TableWalk(binary.File, section.Offset, section.Size, "its relocations");
        for (ulong at = 0; walk.Size - at >= entrySize; at += entrySize)
            if (walk.At(at, entrySize) is var entry && ReadUInt64LittleEndian(entry) == address)
                return ReadUInt64LittleEndian(entry[16..]);
        return null;
    }
}
