using System.Buffers.Binary;

namespace Pipeline.Protobuf;

/// <summary>The fields of a message one after another.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a varint, or of four or eight bytes.</summary>
    public ulong Number { get; private set; }

    /// <summary>The value of a text, bytes, a message or packed values.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Takes a varint from the front.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        var value = 0ul;
        for (var i = 0; i < Math.Min(bytes.Length, ProtobufWriter.Longest); i++)
        {
            value |= (ulong)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("a varint does not end");
    }

    /// <summary>Steps to the next field.</summary>
    /// <exception cref="InvalidDataException">What follows is no field.</exception>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = Varint(ref _rest);
        Field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                Number = Varint(ref _rest);
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case 2:
                Bytes = Take(Varint(ref _rest));
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            default:
                throw new InvalidDataException($"wire type {tag & 7} is not in use");
        }

        return true;
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new InvalidDataException($"{length} bytes are announced and {_rest.Length} there");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
