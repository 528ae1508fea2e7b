using System.Text;
using Pipeline.Transforms.Protocols.Http2.Hpack;

namespace Pipeline.Protocols.Tests.Http2;

/// <summary>Encodes fields as a sender may, in every way that it may choose.</summary>
internal sealed class TestEncoder
{
    private readonly List<(string Name, string Value)> _table = [];
    private int _most = 4096;
    private int? _resize;

    /// <summary>How much the table may hold, told with the next block.</summary>
    public void Resize(int most) => _resize = most;

    /// <summary>A block, by choices of chance.</summary>
    public byte[] Encode(Random random, IEnumerable<(string Name, string Value)> fields)
    {
        List<byte> block = [];
        if (_resize is { } most)
        {
            if (random.Next(2) == 0)
            {
                Number(block, 0x20, 5, 0);
                _table.Clear();
            }

            Number(block, 0x20, 5, most);
            (_most, _resize) = (most, null);
            Evict(0);
        }

        foreach (var (name, value) in fields)
            Field(block, random, name, value);
        return [.. block];
    }

    public static void Number(List<byte> block, int first, int bits, int number)
    {
        var most = (1 << bits) - 1;
        if (number < most)
        {
            block.Add((byte)(first | number));
            return;
        }

        block.Add((byte)(first | most));
        for (number -= most; number >= 0x80; number >>= 7)
            block.Add((byte)(0x80 | number));
        block.Add((byte)number);
    }

    public static void Text(List<byte> block, string text, bool isCoded)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        if (isCoded)
            bytes = TestHuffman.Encode(bytes);
        Number(block, isCoded ? 0x80 : 0, 7, bytes.Length);
        block.AddRange(bytes);
    }

    private void Field(List<byte> block, Random random, string name, string value)
    {
        var known = Find((n, v) => n == name && v == value);
        if (known > 0 && random.Next(8) > 0)
        {
            Number(block, 0x80, 7, known);
            return;
        }

        var way = random.Next(4);
        var named = random.Next(4) == 0 ? 0 : Find((n, _) => n == name);
        Number(block, way switch { 0 => 0x00, 1 => 0x10, _ => 0x40 }, way < 2 ? 4 : 6, named);
        if (named == 0)
            Text(block, name, random.Next(2) == 0);
        Text(block, value, random.Next(2) == 0);
        if (way >= 2)
            Insert(name, value);
    }

    private int Find(Func<string, string, bool> fits)
    {
        for (var i = 0; i < _table.Count; i++)
            if (fits(_table[i].Name, _table[i].Value))
                return i + StaticTable.Count + 1;
        for (var i = 1; i <= StaticTable.Count; i++)
            if (fits(Encoding.ASCII.GetString(StaticTable.NameOf(i)), Encoding.ASCII.GetString(StaticTable.ValueOf(i))))
                return i;
        return 0;
    }

    private void Insert(string name, string value)
    {
        var size = name.Length + value.Length + 32;
        Evict(size);
        if (size <= _most)
            _table.Insert(0, (name, value));
    }

    private void Evict(int size)
    {
        while (_table.Count > 0 && _table.Sum(f => f.Name.Length + f.Value.Length + 32) + size > _most)
            _table.RemoveAt(_table.Count - 1);
    }
}
