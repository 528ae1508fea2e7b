using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Processes.Tests.Jvm;

/// <summary>Writes a file as HotSpot does.</summary>
internal sealed class PerfDataFile
{
    private const int PrologueBytes = 32;
    private const int HeaderBytes = 20;

    private readonly List<byte> _entries = [];
    private int _count;

    internal byte[] Bytes
    {
        get
        {
            var prologue = new byte[PrologueBytes];
            BinaryPrimitives.WriteUInt32BigEndian(prologue, 0xCAFEC0C0);
            (prologue[4], prologue[5], prologue[7]) = (1, 2, 1);
            BinaryPrimitives.WriteInt32LittleEndian(prologue.AsSpan(8), PrologueBytes + _entries.Count);
            BinaryPrimitives.WriteInt32LittleEndian(prologue.AsSpan(24), PrologueBytes);
            BinaryPrimitives.WriteInt32LittleEndian(prologue.AsSpan(28), _count);
            return [.. prologue, .. _entries];
        }
    }

    internal PerfDataFile Add(string name, long value)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Add(name, (byte)'J', 0, bytes);
    }

    internal PerfDataFile Add(string name, string value) => Add(name, (byte)'B', value.Length + 1, Encoding.ASCII.GetBytes(value + '\0'));

    private PerfDataFile Add(string name, byte type, int elements, byte[] value)
    {
        var valueAt = HeaderBytes + name.Length + 1 + 7 & -8;
        var entry = new byte[valueAt + value.Length + 7 & -8];
        BinaryPrimitives.WriteInt32LittleEndian(entry, entry.Length);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(4), HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(8), elements);
        entry[12] = type;
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(16), valueAt);
        Encoding.ASCII.GetBytes(name, entry.AsSpan(HeaderBytes));
        value.CopyTo(entry, valueAt);
        _entries.AddRange(entry);
        _count++;
        return this;
    }
}
