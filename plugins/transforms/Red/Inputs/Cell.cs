using System.Collections.Frozen;
using System.Text;
using Pipeline.Text;

namespace Pipeline.Transforms.Red.Inputs;

/// <summary>A column of an input, read as text or as a number whatever its type. One that the table does not have is empty, and 0.</summary>
internal sealed class Cell
{
    private readonly ByteBuffer _text = new(64);
    private readonly FrozenDictionary<long, byte[]> _names;
    private readonly ColumnType _type;
    private readonly int _ordinal;
    private UInt128 _address;

    private Cell(int ordinal, ColumnType type)
    {
        (_ordinal, _type) = (ordinal, type);
        _names = type.Names.DistinctBy(n => IntegerCell.Narrow(n.Value, type)).ToFrozenDictionary(n => IntegerCell.Narrow(n.Value, type), n => Encoding.UTF8.GetBytes(n.Name));
    }

    /// <summary>Whether the table has the column.</summary>
    public bool Exists => _ordinal >= 0;

    /// <summary>The column with a name of the conventions.</summary>
    public static Cell OfAttribute(TableSchema table, string attribute)
    {
        for (var i = 0; i < table.Columns.Length; i++)
            if (table.Columns[i].Attribute == attribute)
                return new Cell(i, table.Columns[i].Type);
        return None;
    }

    /// <summary>The first column of one of these names, which the conventions have no name for.</summary>
    public static Cell OfName(TableSchema table, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (table.Ordinal(name) is >= 0 and var ordinal)
                return new Cell(ordinal, table.Columns[ordinal].Type);
        return None;
    }

    private static Cell None => new(-1, ColumnType.Bool);

    /// <summary>This one, or another if the table does not have it.</summary>
    public Cell Or(Cell other) => Exists ? this : other;

    /// <summary>Text as it is, an enum's name, a number's digits, an address as people write it; anything else is empty. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Text(RecordBatch batch, int row)
    {
        if (_ordinal < 0)
            return default;
        if (_type.IsText)
            return batch.Text(_ordinal, row);
        if (_type.Kind == ColumnKind.Ip)
            return Address(batch, row);
        if (!_type.IsInteger)
            return default;
        var value = Number(batch, row);
        return _names.TryGetValue(value, out var name) ? name : Digits(value);
    }

    /// <summary>An integer; of a float what is before the point, of anything else 0.</summary>
    public long Number(RecordBatch batch, int row)
    {
        if (_ordinal < 0)
            return 0;
        if (_type.IsInteger)
            return IntegerCell.Read(batch.Cell(_ordinal, row), _type.Signed);
        return _type.Kind == ColumnKind.F64 ? (long)BitConverter.ToDouble(batch.Cell(_ordinal, row)) : 0;
    }

    /// <summary>A number with what is behind the point.</summary>
    public double Float(RecordBatch batch, int row) =>
        _ordinal >= 0 && _type.Kind == ColumnKind.F64 ? BitConverter.ToDouble(batch.Cell(_ordinal, row)) : Number(batch, row);

    /// <summary>The bytes of a cell of that kind; of another nothing.</summary>
    public ReadOnlySpan<byte> Bytes(RecordBatch batch, int row, ColumnKind kind) => _ordinal >= 0 && _type.Kind == kind ? batch.Cell(_ordinal, row) : default;

    private ReadOnlySpan<byte> Address(RecordBatch batch, int row)
    {
        var cell = batch.Cell(_ordinal, row);
        var address = BitConverter.ToUInt128(cell);
        // Neighbouring rows often have the same one.
        if (address != _address)
        {
            _text.Clear();
            IpText.Write(_text, cell);
            _address = address;
        }

        return address == 0 ? default : _text.Written;
    }

    private ReadOnlySpan<byte> Digits(long value)
    {
        _text.Clear();
        IntegerText.Write(_text, value);
        return _text.Written;
    }
}
