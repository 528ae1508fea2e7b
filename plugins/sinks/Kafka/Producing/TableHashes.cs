using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Sinks.Kafka.Producing;

/// <summary>A hash of each table's name, for the choice of partitions, in native memory: the same name has the same hash in every process.</summary>
internal sealed unsafe class TableHashes : IDisposable
{
    public TableHashes(IReadOnlyList<TableSchema> tables)
    {
        Memory = (uint*)NativeMemory.Alloc((nuint)Math.Max(1, tables.Count), sizeof(uint));
        for (var i = 0; i < tables.Count; i++)
            Memory[i] = Fnv1a(Encoding.UTF8.GetBytes(tables[i].Name));
    }

    public uint* Memory { get; private set; }

    public void Dispose()
    {
        NativeMemory.Free(Memory);
        Memory = null;
    }

    private static uint Fnv1a(byte[] text)
    {
        var hash = 2166136261;
        foreach (var value in text)
            hash = (hash ^ value) * 16777619;
        return hash;
    }
}
