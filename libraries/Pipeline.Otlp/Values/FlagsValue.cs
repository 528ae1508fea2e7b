using System.Globalization;
using System.Text;
using Pipeline.Text;
using Pipeline.Text.Cells;

namespace Pipeline.Otlp.Values;

/// <summary>An array of the names that are set in a flags value; bits that no name explains follow as one more element in hexadecimal.</summary>
internal sealed class FlagsValue : CellWriter
{
    private readonly (ulong Mask, byte[] Item)[] _names;
    private readonly ValueFrame _frame;
    private readonly ByteBuffer _items;

    public FlagsValue(int ordinal, ColumnType type, ValueFrame frame, Workspace work)
        : base(ordinal)
    {
        (_frame, _items) = (frame, work.Value);
        _names = [.. type.Names.Select(name => ((ulong)IntegerCell.Narrow(name.Value, type), Render(name.Name))).Where(flag => flag.Item1 != 0)];
    }

    public override void Write(ByteBuffer output, int row)
    {
        var value = (ulong)IntegerCell.Read(Batch.Cell(Ordinal, row), signed: false);
        var rest = value;
        _items.Clear();
        foreach (var (mask, item) in _names)
        {
            if ((value & mask) != mask)
                continue;
            _items.Append(item);
            rest &= ~mask;
        }

        if (rest != 0)
            AddUnnamed(rest);
        _frame.WriteArray(output, _items.Written);
    }

    private static byte[] Render(string name)
    {
        var item = new ByteBuffer(64);
        ListValue.Item.WriteText(item, Encoding.UTF8.GetBytes(name));
        return item.Written.ToArray();
    }

    private void AddUnnamed(ulong bits)
    {
        Span<byte> text = stackalloc byte[18];
        "0x"u8.CopyTo(text);
        bits.TryFormat(text[2..], out var written, "x", CultureInfo.InvariantCulture);
        ListValue.Item.WriteText(_items, text[..(2 + written)]);
    }
}
