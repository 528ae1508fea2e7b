using System.Collections.Immutable;

namespace Pipeline.Enrichment;

/// <summary>Columns that one number a row answers: all cells, or some, of one fact. Several groups may show the same facts, such as a row's own pod and the other end's.</summary>
public sealed class ColumnGroup
{
    /// <param name="facts">Where the numbers lead.</param>
    /// <param name="columns">What rows get of them.</param>
    /// <exception cref="ArgumentException">A column has another type than its cell, or would be a value of a metric.</exception>
    public ColumnGroup(Facts facts, ImmutableArray<FactColumn> columns)
    {
        foreach (var (column, cell) in columns)
        {
            if (!column.Type.Equals(facts.Cells[cell]))
                throw new ArgumentException($"column '{column.Name}' is {column.Type}, its cell is {facts.Cells[cell]}", nameof(columns));
            if (column.Instrument is not null)
                throw new ArgumentException($"column '{column.Name}' is a value, not a label", nameof(columns));
        }

        Facts = facts;
        Columns = columns;
    }

    /// <summary>Where the numbers lead.</summary>
    public Facts Facts { get; }

    /// <summary>What rows get of them.</summary>
    public ImmutableArray<FactColumn> Columns { get; }
}
