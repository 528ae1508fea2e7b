using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Text;

/// <summary>Keys that a row's own columns have. Asked for each attribute of each row, and mostly in vain.</summary>
internal sealed class TakenKeys
{
    private const int Heads = 64;

    private readonly byte[][] _keys;

    // Which lengths, modulo 64, keys with a hash of their first bytes have.
    private readonly ulong[] _lengths = new ulong[Heads];

    public TakenKeys(IEnumerable<string> keys)
    {
        _keys = [.. keys.Select(Encoding.UTF8.GetBytes)];
        foreach (var key in _keys)
            _lengths[Head(key)] |= 1UL << key.Length;
    }

    /// <summary>Whether a column has this key.</summary>
    public bool Contains(ReadOnlySpan<byte> key)
    {
        if ((_lengths[Head(key)] & 1UL << key.Length) == 0)
            return false;
        foreach (var taken in _keys)
            if (key.SequenceEqual(taken))
                return true;
        return false;
    }

    private static int Head(ReadOnlySpan<byte> key) => key.Length switch
    {
        0 => 0,
        1 => key[0] % Heads,
        _ => (BinaryPrimitives.ReadUInt16LittleEndian(key) * 31 >> 4) % Heads,
    };
}
