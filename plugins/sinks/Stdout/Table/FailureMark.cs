using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Table;

/// <summary>Says which values tell of a failure, by the names tables give such columns.</summary>
internal sealed class FailureMark
{
    private readonly int _ordinal;
    private readonly bool _onlyNegative;

    private FailureMark(int ordinal, bool onlyNegative)
    {
        _ordinal = ordinal;
        _onlyNegative = onlyNegative;
    }

    /// <summary>The mark of a column; null when it cannot tell of failures.</summary>
    public static FailureMark? Of(ColumnSchema column, int ordinal)
    {
        if (!column.Type.IsInteger)
            return null;
        return column.Name switch
        {
            // A system call's result: an open that succeeds returns a positive number.
            "ret" when column.Type.Signed => new(ordinal, onlyNegative: true),
            "err" or "errno" or "error" => new(ordinal, onlyNegative: false),
            _ => null,
        };
    }

    public bool IsSet(RecordBatch batch, int row)
    {
        var value = IntegerCell.Read(batch.Cell(_ordinal, row), signed: true);
        return _onlyNegative ? value < 0 : value != 0;
    }
}
