using System.Collections.Immutable;

namespace Pipeline.Bpf;

/// <summary>All that an object declares of a table. The options of a run choose the columns; where they lie does not depend on that.</summary>
internal sealed record TableOutline(string Name, TableKind Kind, string? Help, ImmutableArray<TableColumn> Columns, ImmutableArray<int> Strides)
{
    internal string? StartTimeColumn { get; init; }

    /// <summary>The table with those columns whose option is on.</summary>
    internal BatchLayout LayOut(Func<string, bool> isOn)
    {
        var chosen = Columns.Where(c => c.When is null || isOn(c.When)).ToList();
        var schema = new TableSchema(Name, Kind, [.. chosen.Select(c => c.Schema)]) { Help = Help, StartTimeColumn = StartTimeColumn };
        return new BatchLayout(schema, [.. chosen.Select(c => c.Place)], Strides);
    }
}
