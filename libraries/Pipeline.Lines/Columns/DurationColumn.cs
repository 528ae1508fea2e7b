using System.Text;

namespace Pipeline.Lines.Columns;

/// <summary>Durations: a whole number of nanoseconds, or a text such as <c>1.5s</c>.</summary>
internal sealed class DurationColumn(int ordinal) : LineColumn(ordinal)
{
    private readonly IntegerColumn<long> _number = new(ordinal);

    public override bool Set(BatchBuilder rows, in LineValue value)
    {
        if (_number.Set(rows, value))
            return true;
        if (value.Kind != AttributeKind.Utf8 || !DurationText.TryParse(Encoding.UTF8.GetString(value.Payload), out long nanoseconds))
            return false;
        rows.Set(Ordinal, nanoseconds);
        return true;
    }
}
