namespace Pipeline.Lines.Columns;

/// <summary>true and false, as such or as text.</summary>
internal sealed class BoolColumn(int ordinal) : LineColumn(ordinal)
{
    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        var isTrue = value.Kind == AttributeKind.Bool ? value.Payload[0] != 0 : value.Payload.SequenceEqual("true"u8);
        if (!isTrue && value.Kind != AttributeKind.Bool && (value.Kind != AttributeKind.Utf8 || !value.Payload.SequenceEqual("false"u8)))
            return false;
        rows.Set(Ordinal, isTrue ? (byte)1 : (byte)0);
        return true;
    }
}
