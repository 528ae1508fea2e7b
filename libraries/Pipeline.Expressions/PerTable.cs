namespace Pipeline.Expressions;

/// <summary>What a transform made for each of its input tables when it was bound.</summary>
internal sealed class PerTable<T>(IReadOnlyList<TableSchema> inputs, Func<TableSchema, T> make)
{
    private readonly (TableSchema Table, T Made)[] _all = [.. inputs.Select(table => (table, make(table)))];

    /// <summary>All of it.</summary>
    public IEnumerable<T> All => _all.Select(a => a.Made);

    /// <summary>What was made for the table of a batch.</summary>
    public T Of(TableSchema table)
    {
        foreach (var (bound, made) in _all)
            if (ReferenceEquals(bound, table))
                return made;
        foreach (var (bound, made) in _all)
            if (bound.Equals(table))
                return made;
        throw new InvalidOperationException($"table '{table.Name}' was not bound");
    }
}
