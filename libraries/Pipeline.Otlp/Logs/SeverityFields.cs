using Pipeline.Otlp.Values;

namespace Pipeline.Otlp.Logs;

/// <summary>Finds the column that tells how severe a record is.</summary>
internal static class SeverityFields
{
    private static readonly string[] Names = ["severity", "severity_text", "level", "log_level", "loglevel"];

    /// <summary>At most one column with a name for it and one with a SeverityNumber.</summary>
    public static IEnumerable<FieldCell> Find(TableSchema table, Workspace work)
    {
        foreach (var name in Names)
        {
            var ordinal = table.Ordinal(name);
            if (ordinal < 0)
                continue;
            var type = table.Columns[ordinal].Type;
            if (type.IsText)
                yield return new SeverityText(ordinal, work);
            else if (type.Kind == ColumnKind.Enum)
                yield return new SeverityEnum(ordinal, type);
            else
                continue;
            yield break;
        }

        var number = table.Ordinal("severity_number");
        if (number >= 0 && table.Columns[number].Type.Kind is >= ColumnKind.I8 and <= ColumnKind.U64)
            yield return new SeverityNumber(number, table.Columns[number].Type.Signed);
    }
}
