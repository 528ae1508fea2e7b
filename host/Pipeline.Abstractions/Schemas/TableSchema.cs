using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Pipeline;

/// <summary>A table: its name, kind and columns. Immutable; made once when a component is built and compared by content.</summary>
public sealed class TableSchema : IEquatable<TableSchema>
{
    /// <summary>Name of the map column through which an open table carries what its source did not declare.</summary>
    public const string AttributesColumn = "attributes";

    private readonly FrozenDictionary<string, int> _ordinals;

    /// <exception cref="ArgumentException">Two columns share a name, or one named by an initializer is not among them.</exception>
    public TableSchema(string name, TableKind kind, ImmutableArray<ColumnSchema> columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var ordinals = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (var i = 0; i < columns.Length; i++)
            if (!ordinals.TryAdd(columns[i].Name, i))
                throw new ArgumentException($"table '{name}' has two columns named '{columns[i].Name}'", nameof(columns));
        Name = name;
        Kind = kind;
        Columns = columns;
        _ordinals = ordinals.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>snake_case; unique among a component's tables.</summary>
    public string Name { get; }

    /// <summary>What a row is.</summary>
    public TableKind Kind { get; }

    /// <summary>The columns by ordinal.</summary>
    public ImmutableArray<ColumnSchema> Columns { get; }

    /// <summary>One sentence for people.</summary>
    public string? Help { get; init; }

    /// <summary>The roles of a span table's columns; null for other kinds.</summary>
    public SpanColumns? Span
    {
        get;
        init
        {
            if (value is not null)
                foreach (var column in (ReadOnlySpan<string>)[value.Start, value.Duration, value.Status, value.Name])
                    MustHave(column);
            field = value;
        }
    }

    /// <summary>The column with a metric series' start time; null where the batch's origin tells it.</summary>
    public string? StartTimeColumn
    {
        get;
        init
        {
            if (value is not null)
                MustHave(value);
            field = value;
        }
    }

    /// <summary>Whether rows carry columns beyond the declared ones, in <see cref="AttributesColumn"/>.</summary>
    public bool IsOpen => _ordinals.TryGetValue(AttributesColumn, out var i) && Columns[i].Type.Kind == ColumnKind.Map;

    /// <summary>The ordinal of a column, or -1.</summary>
    public int Ordinal(string column) => _ordinals.GetValueOrDefault(column, -1);

    /// <summary>The same columns under another name, as a transform does that passes rows through.</summary>
    public TableSchema Named(string name) =>
        new(name, Kind, Columns) { Help = Help, Span = Span, StartTimeColumn = StartTimeColumn };

    /// <inheritdoc/>
    public bool Equals(TableSchema? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Name == other.Name && Kind == other.Kind && Span == other.Span
            && StartTimeColumn == other.StartTimeColumn && Columns.SequenceEqual(other.Columns));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TableSchema);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, Columns.Length);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}({string.Join(", ", Columns.Select(c => $"{c.Name} {c.Type}"))})";

    private void MustHave(string column)
    {
        if (Ordinal(column) < 0)
            throw new ArgumentException($"table '{Name}' has no column '{column}'");
    }
}
