using System.Collections.Immutable;

namespace Pipeline.Bpf.Objects;

/// <summary>The columns of one table while its structs are read.</summary>
internal sealed class ColumnList(string table)
{
    private const int MostColumns = 512;

    private readonly ImmutableArray<TableColumn>.Builder _columns = ImmutableArray.CreateBuilder<TableColumn>();

    internal int Count => _columns.Count;

    internal void Add(ColumnSchema column, ColumnPlace place, string? when)
    {
        if (_columns.Any(c => c.Schema.Name == column.Name))
            throw new FormatException($"{table} has two columns named '{column.Name}'");
        if (_columns.Count == MostColumns)
            throw new FormatException($"{table} has more than {MostColumns} columns");
        _columns.Add(new TableColumn(column, place, when));
    }

    internal ImmutableArray<TableColumn> ToImmutable() => _columns.ToImmutable();
}
