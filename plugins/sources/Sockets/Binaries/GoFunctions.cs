using System.Text;
using static System.Buffers.Binary.BinaryPrimitives;

namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Finds functions in Go's table by their names.</summary>
internal static class GoFunctions
{
    private const int LongestName = 512;

    /// <summary>Those that there are.</summary>
    /// <exception cref="BinaryException">The table is damaged.</exception>
    internal static List<FunctionSymbol> Find(ElfBinary binary, GoTable table, IReadOnlyList<(string Name, KnownFunction Function)> wanted)
    {
        var names = Names(binary, table, wanted);
        var found = new List<FunctionSymbol>();
        if (names.Count == 0)
            return found;
        var (entries, functions) = (Walk(binary, table), Walk(binary, table));
        var entrySize = 2 * table.WordSize;
        ulong last = 0;
        for (ulong i = 0; i < table.Functions && found.Count < names.Count; i++)
        {
            var entry = entries.At(i * (ulong)entrySize, entrySize + table.WordSize);
            var at = Word(table, entry[table.WordSize..]);
            // They lie in order; otherwise the time to read them would have no bound.
            if (at < last)
                throw new BinaryException(BinaryRefusal.Damaged, "is damaged: Go's functions are not in order");
            last = at;
            var function = functions.At(at, table.WordSize + sizeof(int));
            if (names.TryGetValue(ReadInt32LittleEndian(function[table.WordSize..]), out var known))
                found.Add(new(known, table.Text + Word(table, entry), Word(table, entry[entrySize..]) - Word(table, entry)));
        }

        return found;
    }

    // Where in the table of names each of the wanted ones lies.
    private static Dictionary<int, KnownFunction> Names(ElfBinary binary, GoTable table, IReadOnlyList<(string Name, KnownFunction Function)> wanted)
    {
        var names = new Dictionary<int, KnownFunction>();
        if (table.Names > table.Size || table.NamesSize > table.Size - table.Names)
            throw new BinaryException(BinaryRefusal.Damaged, "is damaged: the names of Go's functions lie outside their table");
        var texts = wanted.Select(w => (Text: Encoding.ASCII.GetBytes(w.Name), w.Function)).ToArray();
        NameWalk.Each(new TableWalk(binary.File, table.Offset + table.Names, table.NamesSize, "the names of Go's functions"), LongestName, (at, name) =>
        {
            foreach (var (text, function) in texts)
                if (name.SequenceEqual(text))
                    names[(int)at] = function;
        });
        return names;
    }

    private static TableWalk Walk(ElfBinary binary, GoTable table) =>
        table.Entries <= table.Size
            ? new(binary.File, table.Offset + table.Entries, table.Size - table.Entries, "Go's table of functions")
            : throw new BinaryException(BinaryRefusal.Damaged, "is damaged: Go's functions lie outside their table");

    private static ulong Word(GoTable table, ReadOnlySpan<byte> bytes) => table.WordSize == 4 ? ReadUInt32LittleEndian(bytes) : ReadUInt64LittleEndian(bytes);
}
