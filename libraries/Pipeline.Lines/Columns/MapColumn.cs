namespace Pipeline.Lines.Columns;

/// <summary>Objects.</summary>
internal sealed class MapColumn(int ordinal) : LineColumn(ordinal)
{
    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        if (value.Kind != AttributeKind.Map)
            return false;
        rows.Set(Ordinal, value.Payload);
        return true;
    }
}
