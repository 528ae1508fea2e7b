using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Bpf.Elf;

/// <summary>
/// A relocatable 64 bit little endian ELF file for the BPF machine, as clang writes it. Every offset is checked before use, because the file may be anything;
/// nothing that fails here reaches libbpf.
/// </summary>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SymbolSize = 24;
    private const ushort BpfMachine = 247;
    private const uint SymbolTable = 2;

    private readonly byte[] _bytes;

    private ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        Sections = ReadSections();
        Symbols = ReadSymbols();
    }

    internal ImmutableArray<ElfSection> Sections { get; }

    internal ImmutableArray<ElfSymbol> Symbols { get; }

    /// <exception cref="FormatException">The bytes are not such a file; the message says why.</exception>
    internal static ElfFile Parse(byte[] bytes)
    {
        if (bytes.Length < HeaderSize || !bytes.AsSpan(0, 4).SequenceEqual("\u007fELF"u8))
            throw new FormatException(bytes.Length == 0 ? "it is empty" : "it is not an ELF file");
        if (bytes[4] != 2 || bytes[5] != 1)
            throw new FormatException("it is not a 64 bit little endian ELF file");
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(18));
        return machine == BpfMachine ? new ElfFile(bytes) : throw new FormatException($"it is compiled for machine {machine}, not for BPF ({BpfMachine})");
    }

    internal ElfSection? Section(string name) => Sections.FirstOrDefault(s => s.Name == name);

    internal ReadOnlySpan<byte> Bytes(ElfSection section) => section.HasBytes ? Slice((ulong)section.Offset, (ulong)section.Size, section.Name) : default;

    /// <summary>A variable of the given section that lies inside it, or null.</summary>
    internal ElfSymbol? Variable(string name, string section) =>
        Symbols.FirstOrDefault(s =>
            !s.IsFunction && s.Name == name && s.Section < Sections.Length && Sections[s.Section] is var home && home.Name == section
            && s.Value <= (ulong)home.Size && s.Size <= (ulong)home.Size - s.Value);

    private ImmutableArray<ElfSection> ReadSections()
    {
        var header = _bytes.AsSpan();
        var table = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(header[58..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(header[60..]);
        var names = BinaryPrimitives.ReadUInt16LittleEndian(header[62..]);
        if (size != SectionHeaderSize || names >= count)
            throw new FormatException("its section table is damaged");
        var headers = Slice(table, (ulong)count * SectionHeaderSize, "the section table");
        var nameTable = Content(headers.Slice(names * SectionHeaderSize, SectionHeaderSize), "the section names");

        var sections = ImmutableArray.CreateBuilder<ElfSection>(count);
        for (var i = 0; i < count; i++)
        {
            var entry = headers.Slice(i * SectionHeaderSize, SectionHeaderSize);
            var name = Text(nameTable, BinaryPrimitives.ReadUInt32LittleEndian(entry));
            var type = BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]);
            var flags = BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]);
            var link = Math.Min(count, BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]));
            var section = new ElfSection(i, name, type, flags, 0, 0, (int)link);
            if (section.HasBytes)
                section = section with { Size = Content(entry, name).Length, Offset = (int)BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]) };
            sections.Add(section);
        }

        return sections.MoveToImmutable();
    }

    private ImmutableArray<ElfSymbol> ReadSymbols()
    {
        if (Sections.FirstOrDefault(s => s.Type == SymbolTable) is not { } section)
            throw new FormatException("it has no symbol table");
        if (section.Link >= Sections.Length)
            throw new FormatException("its symbol table has no names");
        var table = Bytes(section);
        var names = Bytes(Sections[section.Link]);
        var symbols = ImmutableArray.CreateBuilder<ElfSymbol>();
        for (; table.Length >= SymbolSize; table = table[SymbolSize..])
        {
            var kind = table[4] & 15;
            if (kind is not (1 or 2))
                continue;
            symbols.Add(new ElfSymbol(
                Text(names, BinaryPrimitives.ReadUInt32LittleEndian(table)),
                kind == 2,
                BinaryPrimitives.ReadUInt16LittleEndian(table[6..]),
                BinaryPrimitives.ReadUInt64LittleEndian(table[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(table[16..])));
        }

        return symbols.ToImmutable();
    }

    private ReadOnlySpan<byte> Content(ReadOnlySpan<byte> header, string what) =>
        Slice(BinaryPrimitives.ReadUInt64LittleEndian(header[24..]), BinaryPrimitives.ReadUInt64LittleEndian(header[32..]), what);

    private ReadOnlySpan<byte> Slice(ulong offset, ulong size, string what) =>
        offset <= (ulong)_bytes.Length && size <= (ulong)_bytes.Length - offset
            ? _bytes.AsSpan((int)offset, (int)size)
            : throw new FormatException($"it is truncated: {(what.Length == 0 ? "a section" : what)} reaches beyond its {_bytes.Length} bytes");

    private static string Text(ReadOnlySpan<byte> table, uint offset)
    {
        if (offset >= (uint)table.Length)
            throw new FormatException("a name lies outside its table");
        var text = table[(int)offset..];
        var end = text.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(text[..end]) : throw new FormatException("a name has no end");
    }
}
