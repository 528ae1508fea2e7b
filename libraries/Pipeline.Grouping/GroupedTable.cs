using System.Collections.Immutable;

namespace Pipeline.Grouping;

/// <summary>The schema of the table that groups make: when it was told, since when, the labels, the values.</summary>
internal static class GroupedTable
{
    /// <summary>Ordinal of the time.</summary>
    public const int Time = 0;

    /// <summary>Ordinal of the start time.</summary>
    public const int StartTime = 1;

    /// <summary>Ordinal of the first label.</summary>
    public const int Labels = 2;

    private const string TimeColumn = "time";
    private const string StartTimeColumn = "start_time";

    /// <exception cref="OptionException">Two columns would have one name.</exception>
    /// <param name="name">The table's name.</param>
    /// <param name="help">The table in one sentence.</param>
    /// <param name="keys">The labels.</param>
    /// <param name="values">The values, each with the option that names it.</param>
    public static TableSchema Make(string name, string help, KeySchema keys, IReadOnlyList<(ColumnSchema Column, string Key)> values)
    {
        List<ColumnSchema> columns =
        [
            new(TimeColumn, ColumnType.Time) { Help = "When it was told.", Heading = "" },
            new(StartTimeColumn, ColumnType.Time) { Help = "Since when the values count.", Heading = "" },
        ];
        for (var i = 0; i < keys.Columns.Length; i++)
            Add(keys.Columns[i], $"by.{i}");
        foreach (var (column, key) in values)
            Add(column, key);
        return new TableSchema(name, TableKind.Metric, columns.ToImmutableArray()) { Help = help, StartTimeColumn = StartTimeColumn };

        void Add(ColumnSchema column, string key)
        {
            if (columns.Any(c => c.Name == column.Name))
                throw new OptionException(key, $"the table '{name}' would have two columns named '{column.Name}'");
            columns.Add(column);
        }
    }
}
