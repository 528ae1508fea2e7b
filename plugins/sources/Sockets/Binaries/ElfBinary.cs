using System.Collections.Immutable;
using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>A program or library: a 64 bit little endian ELF file for x86-64 or arm64. Whatever it says is checked before use.</summary>
internal sealed class ElfBinary
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int SegmentSize = 56;
    private const int LongestName = 64;
    private const ushort X64Machine = 62, Arm64Machine = 183;

    private ElfBinary(BinaryFile file, ReadOnlySpan<byte> header)
    {
        File = file;
        IsArm64 = ReadUInt16LittleEndian(header[18..]) == Arm64Machine;
        Segments = ReadSegments(header);
        Sections = ReadSections(header);
    }

    internal BinaryFile File { get; }

    internal bool IsArm64 { get; }

    internal ImmutableArray<ElfSegment> Segments { get; }

    internal ImmutableArray<ElfSection> Sections { get; }

    /// <summary>Null where it is no ELF file at all.</summary>
    /// <exception cref="BinaryException">It is one, but not such a file.</exception>
    internal static ElfBinary? Open(BinaryFile file)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        if (file.Read(0, header) < HeaderSize || !header[..4].SequenceEqual("\u007fELF"u8))
            return null;
        if (header[4] != 2 || header[5] != 1)
            throw new BinaryException(BinaryRefusal.Machine, "is not a 64 bit little endian program");
        return ReadUInt16LittleEndian(header[18..]) is X64Machine or Arm64Machine
            ? new ElfBinary(file, header)
            : throw new BinaryException(BinaryRefusal.Machine, "is neither for x86-64 nor for arm64");
    }

    internal ElfSection? Section(string name) => Sections.FirstOrDefault(s => s.Name == name);

    /// <summary>Where in the file the code at an address lies; null where none does.</summary>
    internal long? CodeOffset(ulong address) => Offset(address, true);

    /// <summary>Where in the file lies what is at an address; null where nothing is.</summary>
    internal long? Offset(ulong address) => Offset(address, false);

    private long? Offset(ulong address, bool isCode)
    {
        foreach (var segment in Segments)
            if ((segment.IsCode || !isCode) && address >= segment.Address && address - segment.Address < segment.Size)
                return (long)(address - segment.Address + segment.Offset);
        return null;
    }

    private ImmutableArray<ElfSegment> ReadSegments(ReadOnlySpan<byte> header)
    {
        const uint loaded = 1, executable = 1;
        var count = ReadUInt16LittleEndian(header[56..]);
        if (count == 0 || ReadUInt16LittleEndian(header[54..]) != SegmentSize)
            return [];
        var table = File.Bytes(ReadUInt64LittleEndian(header[32..]), (ulong)count * SegmentSize, "the table of segments").AsSpan();
        var segments = ImmutableArray.CreateBuilder<ElfSegment>();
        for (; table.Length > 0; table = table[SegmentSize..])
        {
            if (ReadUInt32LittleEndian(table) != loaded)
                continue;
            var segment = new ElfSegment(
                ReadUInt64LittleEndian(table[8..]),
                ReadUInt64LittleEndian(table[16..]),
                ReadUInt64LittleEndian(table[32..]),
                (ReadUInt32LittleEndian(table[4..]) & executable) != 0);
            File.Check(segment.Offset, segment.Size, "a segment");
            segments.Add(segment);
        }

        return segments.ToImmutable();
    }

    private ImmutableArray<ElfSection> ReadSections(ReadOnlySpan<byte> header)
    {
        int count = ReadUInt16LittleEndian(header[60..]), names = ReadUInt16LittleEndian(header[62..]);
        if (count == 0)
            return [];
        if (names >= count || ReadUInt16LittleEndian(header[58..]) != SectionHeaderSize)
            throw new BinaryException(BinaryRefusal.Damaged, "is damaged: its table of sections has no names");
        var table = File.Bytes(ReadUInt64LittleEndian(header[40..]), (ulong)count * SectionHeaderSize, "the table of sections");
        var named = Part(table, names, "");
        var texts = File.Bytes(named.Offset, named.Size, "the names of sections");
        var sections = ImmutableArray.CreateBuilder<ElfSection>(count);
        for (var i = 0; i < count; i++)
            sections.Add(Part(table, i, Name(texts, ReadUInt32LittleEndian(table.AsSpan(i * SectionHeaderSize)))));
        return sections.MoveToImmutable();
    }

    private static ElfSection Part(byte[] table, int index, string name)
    {
        var header = table.AsSpan(index * SectionHeaderSize, SectionHeaderSize);
        return new(
            name,
            ReadUInt32LittleEndian(header[4..]),
            ReadUInt64LittleEndian(header[16..]),
            ReadUInt64LittleEndian(header[24..]),
            ReadUInt64LittleEndian(header[32..]),
            ReadUInt32LittleEndian(header[40..]));
    }

    // A name that is damaged is one that nobody looks for.
    private static string Name(byte[] texts, uint at)
    {
        if (at >= (uint)texts.Length)
            return "";
        var rest = texts.AsSpan((int)at);
        rest = rest[..Math.Min(rest.Length, LongestName)];
        var end = rest.IndexOf((byte)0);
        return end < 0 ? "" : Encoding.Latin1.GetString(rest[..end]);
    }
}
