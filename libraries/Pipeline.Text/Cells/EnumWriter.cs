using System.Collections.Frozen;

namespace Pipeline.Text.Cells;

/// <summary>An enum's name, or its number where it has none.</summary>
internal sealed class EnumWriter : CellWriter
{
    private readonly FrozenDictionary<long, byte[]> _names;
    private readonly bool _signed;

    /// <param name="ordinal">The column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="render">A name in the format's own escapes and quotes.</param>
    public EnumWriter(int ordinal, ColumnType type, Func<string, byte[]> render)
        : base(ordinal)
    {
        _signed = type.Signed;
        _names = type.Names
            .DistinctBy(name => IntegerCell.Narrow(name.Value, type))
            .ToFrozenDictionary(name => IntegerCell.Narrow(name.Value, type), name => render(name.Name));
    }

    public override void Write(ByteBuffer output, int row)
    {
        var value = IntegerCell.Read(Batch.Cell(Ordinal, row), _signed);
        if (_names.TryGetValue(value, out var name))
            output.Append(name);
        else
            IntegerText.Write(output, value, _signed);
    }
}
