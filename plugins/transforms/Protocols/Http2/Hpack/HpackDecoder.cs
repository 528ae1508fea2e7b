namespace Pipeline.Transforms.Protocols.Http2.Hpack;

/// <summary>
/// Decodes blocks of fields. Shared by all connections of a worker: what a connection and direction has of its own is its <see cref="DynamicTable"/>.
/// </summary>
/// <param name="into">Where the fields go.</param>
internal sealed class HpackDecoder(FieldBlock into)
{
    /// <summary>Bytes that a block may become: whoever sends more does not mean to be understood.</summary>
    public const int MostDecoded = 256 << 10;

    private byte[] _name = new byte[256];
    private byte[] _value = new byte[1024];

    /// <summary>Reads a whole block. The fields are those of the block only if it was <see cref="BlockResult.Read"/>.</summary>
    public BlockResult Decode(ReadOnlySpan<byte> block, DynamicTable table)
    {
        into.Clear();
        var reader = new HpackReader(block);
        while (reader.HasMore)
        {
            var first = reader.Next;
            var isRight = first switch
            {
                >= 0x80 => Indexed(reader.Number(7), table),
                >= 0x40 => Literal(ref reader, 6, table, isInserted: true),
                >= 0x20 => into.IsEmpty && Resize(reader.Number(5), table),
                _ => Literal(ref reader, 4, table, isInserted: false),
            };
            if (!isRight)
                return BlockResult.Invalid;
            if (into.Decoded > MostDecoded)
                return BlockResult.TooLong;
        }

        return BlockResult.Read;
    }

    private static bool Resize(int most, DynamicTable table)
    {
        if (most < 0)
            return false;
        table.Resize((uint)most);
        return true;
    }

    private bool Indexed(int number, DynamicTable table)
    {
        if (number <= 0)
            return false;
        if (number <= StaticTable.Count)
        {
            into.Add(StaticTable.NameOf(number), StaticTable.ValueOf(number));
            return true;
        }

        if (table.TryGet(number - StaticTable.Count - 1, out var name, out var value, out var hasName) && hasName)
            into.Add(name, value);
        else if (table.IsWhole)
            return false;
        else
            into.AddUnknown();
        return true;
    }

    private bool Literal(scoped ref HpackReader reader, int bits, DynamicTable table, bool isInserted)
    {
        var number = reader.Number(bits);
        if (number < 0)
            return false;
        ReadOnlySpan<byte> name;
        var hasName = true;
        if (number == 0)
        {
            if (!TryText(ref reader, ref _name, out name))
                return false;
        }
        else if (number <= StaticTable.Count)
        {
            name = StaticTable.NameOf(number);
        }
        else if (table.TryGet(number - StaticTable.Count - 1, out name, out _, out hasName))
        {
            // The entry that has it may go when the new one comes.
            name = Copy(name);
        }
        else if (table.IsWhole)
        {
            return false;
        }

        if (!TryText(ref reader, ref _value, out var value))
            return false;
        if (hasName)
            into.Add(name, value);
        else
            into.AddUnknown();
        if (isInserted)
            table.Insert(name, value, hasName);
        return true;
    }

    private ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> name)
    {
        if (_name.Length < name.Length)
            _name = new byte[2 * name.Length];
        name.CopyTo(_name);
        return _name.AsSpan(0, name.Length);
    }

    private static bool TryText(scoped ref HpackReader reader, ref byte[] room, out ReadOnlySpan<byte> text)
    {
        if (!reader.TryString(out text, out var isCoded))
            return false;
        if (!isCoded)
            return true;
        var most = HuffmanCode.MostDecoded(text.Length);
        if (room.Length < most)
            room = new byte[2 * most];
        var length = HuffmanCode.Decode(text, room);
        text = room.AsSpan(0, Math.Max(0, length));
        return length >= 0;
    }
}
