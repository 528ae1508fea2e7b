using System.Buffers.Binary;
using Pipeline.Transforms.Protocols.Compression;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>Undoes the compression of bodies, LZ4 or Snappy, as far as is kept of them. Which it is shows: only one of them gives what the body claims.</summary>
/// <param name="most">Bytes kept of a body.</param>
internal sealed class CqlUnpacker(int most)
{
    private const int LengthBytes = 4;

    private readonly byte[] _plain = new byte[most];

    /// <summary>Replaces what was kept by what it becomes; by nothing where it is neither.</summary>
    public void Unpack(ByteList kept)
    {
        var length = Lz4(kept.Bytes);
        if (length < 0)
            length = Snappy(kept.Bytes);
        kept.Clear();
        kept.Add(_plain.AsSpan(0, Math.Max(0, length)));
    }

    private int Lz4(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < LengthBytes || BinaryPrimitives.ReadInt32BigEndian(packed) is var claimed && claimed is < 0 or > CqlHeader.MostLength)
            return -1;
        var wanted = Math.Min(claimed, most);
        return Lz4Block.Decode(packed[LengthBytes..], _plain.AsSpan(0, wanted)) == wanted ? wanted : -1;
    }

    private int Snappy(ReadOnlySpan<byte> packed)
    {
        var length = SnappyBlock.Decode(packed, _plain);
        return length == Math.Min(SnappyBlock.Length(packed), most) ? length : -1;
    }
}
