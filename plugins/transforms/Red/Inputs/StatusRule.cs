using System.Text;

namespace Pipeline.Transforms.Red.Inputs;

/// <summary>What a span table's status column says of how a call ended, by the rules by which OTLP's spans get their status.</summary>
internal sealed class StatusRule
{
    private static readonly byte[][] Well = [.. new[] { "ok", "none", "noerror", "no_error", "success", "unset", "unknown" }.Select(Encoding.UTF8.GetBytes)];

    private readonly Cell _cell;
    private readonly ColumnType _type;
    private readonly bool _isSuccess;

    public StatusRule(TableSchema table)
    {
        var name = table.Span!.Status;
        (_cell, _type) = (Cell.OfName(table, name), table.Columns[table.Ordinal(name)].Type);
        _isSuccess = _type.Kind == ColumnKind.Bool && name is "ok" or "success" or "succeeded";
    }

    /// <summary>The status as it stands.</summary>
    public ReadOnlySpan<byte> Word(RecordBatch batch, int row) => _cell.Text(batch, row);

    /// <summary>The word for what went wrong; empty: nothing.</summary>
    public ReadOnlySpan<byte> Read(RecordBatch batch, int row)
    {
        if (_type.Kind == ColumnKind.Bool)
            return _cell.Number(batch, row) != 0 == _isSuccess ? default : "_OTHER"u8;
        if (!_type.IsText && _cell.Number(batch, row) == 0)
            return default;
        var word = Word(batch, row);
        foreach (var well in Well)
            if (Ascii.EqualsIgnoreCase(word, well))
                return default;
        return word;
    }
}
