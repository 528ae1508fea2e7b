using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>
/// Writes fields with one text each in <see cref="AttributeMap"/>'s layout, names in lower case. Copies a whole vector where source and room allow it, which is cheaper than
/// a call, and lets what follows overwrite the rest.
/// </summary>
internal sealed class FieldWriter
{
    private const int Slack = 64;
    private const int Sizes = 2 * sizeof(uint) + 1;

    private byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>The cell, valid until the next call.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public int Length => _length;

    public void Clear() => _length = 0;

    /// <summary>Takes back what was written behind a length.</summary>
    public void Cut(int length) => _length = length;

    /// <summary>Makes a cell written elsewhere this one.</summary>
    public void Set(ReadOnlySpan<byte> cell)
    {
        Reserve(cell.Length);
        cell.CopyTo(_buffer);
        _length = cell.Length;
    }

    /// <summary>Begins a field; its value follows.</summary>
    /// <param name="name">The name as it came.</param>
    /// <param name="readable">Bytes that can be read from the name's first on: at least those of the name.</param>
    /// <returns>The name in lower case, valid until the next call. At least eight bytes can be read behind it.</returns>
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> name, int readable)
    {
        Reserve(Sizes + name.Length);
        ref var to = ref _buffer[_length];
        Unsafe.WriteUnaligned(ref to, (uint)name.Length);
        ref var lower = ref Unsafe.Add(ref to, sizeof(uint));
        ref var from = ref Unsafe.AsRef(in name[0]);
        if (name.Length <= Vector256<byte>.Count && readable >= Vector256<byte>.Count)
        {
            var bytes = Vector256.LoadUnsafe(ref from);
            // Only letters from A to Z become less than 26, with no sign in the way.
            var isUpper = Vector256.LessThan(bytes - Vector256.Create((byte)'A'), Vector256.Create((byte)26));
            (bytes | (isUpper & Vector256.Create((byte)0x20))).StoreUnsafe(ref lower);
        }
        else
        {
            for (var i = 0; i < name.Length; i++)
                _buffer[_length + sizeof(uint) + i] = char.IsAsciiLetterUpper((char)name[i]) ? (byte)(name[i] | 0x20) : name[i];
        }

        var start = _length + sizeof(uint);
        _length = start + name.Length;
        return _buffer.AsSpan(start, name.Length);
    }

    /// <summary>Writes the value of the field that was begun.</summary>
    /// <param name="value">The value.</param>
    /// <param name="readable">Bytes that can be read from the value's first on.</param>
    public void Value(ReadOnlySpan<byte> value, int readable)
    {
        Reserve(1 + sizeof(uint) + value.Length);
        ref var to = ref _buffer[_length];
        to = (byte)AttributeKind.Utf8;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 1), (uint)value.Length);
        _length += 1 + sizeof(uint);
        if (value.Length <= Vector512<byte>.Count && readable >= Vector512<byte>.Count && value.Length > 0)
            Vector512.LoadUnsafe(ref Unsafe.AsRef(in value[0])).StoreUnsafe(ref Unsafe.Add(ref to, 1 + sizeof(uint)));
        else
            value.CopyTo(_buffer.AsSpan(_length));
        _length += value.Length;
    }

    private void Reserve(int bytes)
    {
        if (_length + bytes + Slack > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_length + bytes + Slack, 2 * _buffer.Length));
    }
}
