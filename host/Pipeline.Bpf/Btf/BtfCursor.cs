using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Bpf.Btf;

/// <summary>Reads the type and string sections front to back; running out of bytes is a <see cref="FormatException"/>, never a fault.</summary>
internal ref struct BtfCursor(ReadOnlySpan<byte> types, ReadOnlySpan<byte> strings)
{
    private readonly ReadOnlySpan<byte> _strings = strings;
    private ReadOnlySpan<byte> _rest = types;

    internal readonly bool AtEnd => _rest.IsEmpty;

    internal uint U32()
    {
        if (_rest.Length < sizeof(uint))
            throw new FormatException("a type is cut off");
        var value = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        _rest = _rest[sizeof(uint)..];
        return value;
    }

    /// <summary>A size, offset or count, which no honest file has beyond 31 bits.</summary>
    internal int I31()
    {
        var value = U32();
        return value <= int.MaxValue ? (int)value : throw new FormatException($"a size of {value} is out of bounds");
    }

    internal string Name()
    {
        var offset = U32();
        if (offset >= (uint)_strings.Length)
            throw new FormatException("a name lies outside the string section");
        var text = _strings[(int)offset..];
        var end = text.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(text[..end]) : throw new FormatException("a name has no end");
    }

    internal readonly void Expect(int entries, int bytesEach)
    {
        if ((long)entries * bytesEach > _rest.Length)
            throw new FormatException("a type is cut off");
    }
}
