using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>Small ELF files made by hand, all with the same layout.</summary>
internal static class MadeBinary
{
    private const int Segments = 64, Code = 0x100, Names = 0x200, Symbols = 0x280, Build = 0x300, Table = 0x380, SectionNames = 0x500, Sections = 0x600, Size = 0x800;
    private const ulong Base = 0x400000;

    /// <summary>Where such a file tells of itself.</summary>
    internal static readonly FileSpan[] Telling =
        [new(0, Segments), new(Segments, Segments + 56), new(Code, Names), new(Names, Symbols), new(Symbols, Build), new(Build, Table), new(Table, SectionNames), new(Sections, Size)];

    private static readonly string[] Titles = ["", ".text", ".dynstr", ".dynsym", ".go.buildinfo", ".gopclntab", ".shstrtab", ".strtab"];

    /// <summary>One with SSL_write and SSL_read_ex.</summary>
    /// <param name="extraNames">Bytes of a second table of names, beyond the file that is made.</param>
    /// <param name="extraSymbols">Symbols behind these.</param>
    internal static byte[] Library(long extraNames = 0, long extraSymbols = 0)
    {
        var file = Begin();
        // sub rsp, 8; call ...; add rsp, 8; ret. push rbx; pop rbx; ret.
        Put(file, Code, [0x48, 0x83, 0xec, 0x08, 0xe8, 0, 0, 0, 0, 0x48, 0x83, 0xc4, 0x08, 0xc3, 0xcc, 0xcc, 0x53, 0x5b, 0xc3]);
        var names = Strings("", "SSL_write", "SSL_read_ex", "another");
        Put(file, Names, names);
        Symbol(file, 1, Find(names, "SSL_write"), Base + Code, 14);
        Symbol(file, 2, Find(names, "SSL_read_ex"), Base + Code + 16, 3);
        Section(file, 1, 1, Code, 64, 0);
        Section(file, 2, 3, Names, names.Length, 0);
        Section(file, 3, 11, Symbols, 3 * 24, 2);
        if (extraNames > 0)
        {
            Section(file, 4, 2, Size + extraNames, extraSymbols * 24, 7);
            Section(file, 7, 3, Size, extraNames, 0);
        }

        return file;
    }

    /// <summary>One with Go's table of functions, of Go 1.20 and later.</summary>
    internal static byte[] Go()
    {
        var file = Begin();
        // cmp rsp, [r14+16]; jbe; xor eax, eax; nop; nop; ret; call ...; jmp back. And again.
        byte[] code = [0x49, 0x3b, 0x66, 0x10, 0x76, 0x05, 0x31, 0xc0, 0x90, 0x90, 0xc3, 0xe8, 0, 0, 0, 0, 0xeb, 0xee];
        Put(file, Code, code);
        Put(file, Code + 32, code);
        Put(file, Build, [0xff, .. " Go buildinf:"u8, 8, 2]);
        Put(file, Build + 32, [8, .. "go1.22.3"u8]);
        Put(file, Table, [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8]);
        var names = Strings("", "crypto/tls.(*Conn).Read", "crypto/tls.(*Conn).Write");
        const int namesAt = 72, entriesAt = 160;
        ulong[] header = [2, 0, Base + Code, namesAt, (ulong)(namesAt + names.Length), 140, 140, entriesAt];
        for (var i = 0; i < header.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(Table + 8 + i * 8), header[i]);
        Put(file, Table + namesAt, names);
        uint[] entries = [0, 20, 32, 28, 64, 0, (uint)Find(names, "crypto/tls.(*Conn).Read"), 32, (uint)Find(names, "crypto/tls.(*Conn).Write")];
        for (var i = 0; i < entries.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Table + entriesAt + i * 4), entries[i]);
        Section(file, 1, 1, Code, 64, 0);
        Section(file, 4, 1, Build, 64, 0);
        Section(file, 5, 1, Table, entriesAt + entries.Length * 4, 0);
        return file;
    }

    /// <summary>One that has a function of that name, and no other.</summary>
    internal static byte[] Program(string function)
    {
        var file = Library();
        Array.Clear(file, Names, Symbols - Names);
        var names = Strings("", function);
        Put(file, Names, names);
        Symbol(file, 1, 1, Base + Code, 14);
        Symbol(file, 2, 1, Base + Code, 14);
        Section(file, 2, 3, Names, names.Length, 0);
        return file;
    }

    /// <summary>One whose table of sections has nothing but tables of symbols, each as large as can be.</summary>
    internal static byte[] ManyTables(int count, long size)
    {
        var file = new byte[Size + count * 64];
        Begin().CopyTo(file, 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), Size);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(60), (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(62), 0);
        for (var i = 0; i < count; i++)
            WriteSection(file, Size + i * 64, 0, i % 2 == 0 ? 3u : 2u, i == 0 ? SectionNames : Size, i == 0 ? 16 : size, 2);
        return file;
    }

    private static byte[] Begin()
    {
        var file = new byte[Size];
        Put(file, 0, [0x7f, .. "ELF"u8, 2, 1, 1]);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 3);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), Segments);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(40), Sections);
        ushort[] counts = [56, 1, 64, (ushort)Titles.Length, 6];
        for (var i = 0; i < counts.Length; i++)
            BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54 + i * 2), counts[i]);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Segments), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Segments + 4), 5);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(Segments + 16), Base);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(Segments + 32), Size);
        var titles = Strings(Titles);
        Put(file, SectionNames, titles);
        Section(file, 6, 3, SectionNames, titles.Length, 0);
        return file;
    }

    private static void Symbol(byte[] file, int index, int name, ulong address, ulong size)
    {
        var at = file.AsSpan(Symbols + index * 24);
        BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)name);
        at[4] = 0x12;
        BinaryPrimitives.WriteUInt16LittleEndian(at[6..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(at[8..], address);
        BinaryPrimitives.WriteUInt64LittleEndian(at[16..], size);
    }

    private static void Section(byte[] file, int index, uint type, long offset, long size, uint link) =>
        WriteSection(file, Sections + index * 64, (uint)Find(Strings(Titles), Titles[index]), type, offset, size, link);

    private static void WriteSection(byte[] file, int place, uint name, uint type, long offset, long size, uint link)
    {
        var at = file.AsSpan(place, 64);
        BinaryPrimitives.WriteUInt32LittleEndian(at, name);
        BinaryPrimitives.WriteUInt32LittleEndian(at[4..], type);
        BinaryPrimitives.WriteUInt64LittleEndian(at[16..], Base + (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(at[24..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(at[32..], (ulong)size);
        BinaryPrimitives.WriteUInt32LittleEndian(at[40..], link);
    }

    private static byte[] Strings(params string[] texts) => Encoding.ASCII.GetBytes(string.Concat(texts.Select(t => t + "\0")));

    private static int Find(byte[] table, string text) => text.Length == 0 ? 0 : table.AsSpan().IndexOf(Encoding.ASCII.GetBytes("\0" + text + "\0")) + 1;

    private static void Put(byte[] file, int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(file.AsSpan(at));
}
