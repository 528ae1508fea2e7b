using System.Buffers.Binary;
using Pipeline.Transforms.Red.Inputs;

namespace Pipeline.Transforms.Red.Paths;

/// <summary>Whose paths they are: each server has a tree of its own, and so has it as its clients see it.</summary>
internal readonly ref struct Place(scoped in Call call)
{
    /// <summary>Bytes of a name.</summary>
    public const int Length = 1 + 16 + 2;

    private readonly Side _side = call.Side;
    private readonly ReadOnlySpan<byte> _address =
        (call.Side == Side.Server ? call.Table.Ends.LocalAddress : call.Table.Ends.RemoteAddress).Bytes(call.Batch, call.Row, ColumnKind.Ip);
    private readonly ushort _port = (ushort)call.Number(call.Side == Side.Server ? call.Table.Ends.LocalPort : call.Table.Ends.RemotePort);

    /// <summary>Writes the name.</summary>
    public void Write(Span<byte> name)
    {
        name.Clear();
        name[0] = (byte)_side;
        _address.CopyTo(name[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(name[17..], _port);
    }
}
