using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>
/// Finds functions by name in the tables of symbols. A table is walked through once, after its names: memory is the same for any number of symbols, and the time grows
/// with their bytes alone.
/// </summary>
internal static class SymbolSearch
{
    private const int SymbolSize = 24;
    // Longer names, which Rust and C++ make, are looked at from their ends.
    private const int LongestName = 512;
    private const int MostFound = 64;

    /// <param name="binary">The file.</param>
    /// <param name="hasRustls">Whether there is a name of rustls among those of its symbols.</param>
    /// <exception cref="BinaryException">A table is damaged.</exception>
    internal static List<FunctionSymbol> Find(ElfBinary binary, out bool hasRustls)
    {
        var found = new List<FunctionSymbol>();
        hasRustls = false;
        foreach (var type in (ReadOnlySpan<uint>)[ElfSection.DynamicSymbols, ElfSection.Symbols])
            if (binary.Sections.FirstOrDefault(s => s.Type == type) is { } table)
                hasRustls |= Find(binary, table, found);
        return found;
    }

    private static bool Find(ElfBinary binary, ElfSection table, List<FunctionSymbol> found)
    {
        if (table.Link >= (uint)binary.Sections.Length)
            throw new BinaryException(BinaryRefusal.Damaged, "is damaged: its symbols have no names");
        var names = Names(binary, binary.Sections[(int)table.Link], out var hasRustls);
        if (names.Count == 0)
            return hasRustls;
        var walk = new TableWalk(binary.File, table.Offset, table.Size, "the symbols");
        for (ulong at = 0; walk.Size - at >= SymbolSize; )
        {
            var symbols = walk.At(at, SymbolSize);
            var whole = symbols.Length / SymbolSize * SymbolSize;
            for (symbols = symbols[..whole]; symbols.Length > 0; symbols = symbols[SymbolSize..])
                if (IsFunction(symbols) && names.TryGetValue(ReadUInt32LittleEndian(symbols), out var function))
                    Add(new(function, ReadUInt64LittleEndian(symbols[8..]), ReadUInt64LittleEndian(symbols[16..])), found);
            at += (ulong)whole;
        }

        return hasRustls;
    }

    /// <summary>Where in the table of strings the names of such functions begin.</summary>
    private static Dictionary<ulong, KnownFunction> Names(ElfBinary binary, ElfSection table, out bool hasRustls)
    {
        var names = new Dictionary<ulong, KnownFunction>();
        var isRustls = false;
        NameWalk.Each(new TableWalk(binary.File, table.Offset, table.Size, "the names of symbols"), LongestName, (at, name) =>
        {
            KnownFunctions.EndOf(name, at, names);
            isRustls |= IsRust(name) && name.IndexOf("rustls"u8) >= 0;
            if (names.Count > MostFound)
                throw new BinaryException(BinaryRefusal.TooLarge, "has too many functions of the same names");
        });
        hasRustls = isRustls;
        return names;
    }

    // As its compiler writes names, in one of two ways.
    private static bool IsRust(ReadOnlySpan<byte> name) => name.StartsWith("_R"u8) || name.StartsWith("_ZN"u8);

    private static void Add(FunctionSymbol symbol, List<FunctionSymbol> found)
    {
        // Versions of a function, and the symbols of both tables, are the same place.
        if (!found.Any(f => f.Address == symbol.Address && f.Function == symbol.Function))
            found.Add(symbol);
        if (found.Count > MostFound)
            throw new BinaryException(BinaryRefusal.TooLarge, "has too many functions of the same names");
    }

    private static bool IsFunction(ReadOnlySpan<byte> symbol)
    {
        const int function = 2;
        return (symbol[4] & 15) == function && ReadUInt16LittleEndian(symbol[6..]) != 0;
    }
}
