namespace Pipeline.Lines.Columns;

/// <summary>Texts; of everything else the JSON as the line has it.</summary>
/// <param name="ordinal">The column.</param>
/// <param name="width">Bytes of a fixed column, which a longer text does not fit; null where there is no bound.</param>
internal sealed class TextColumn(int ordinal, int? width) : LineColumn(ordinal)
{
    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        var text = value.Kind == AttributeKind.Utf8 ? value.Payload : value.Raw;
        if (text.Length > width)
            return false;
        rows.Set(Ordinal, text);
        return true;
    }
}
