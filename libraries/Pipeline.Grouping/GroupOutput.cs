namespace Pipeline.Grouping;

/// <summary>A table in which groups are told: of several, each tells a part of their state.</summary>
/// <param name="Schema">The table, see <see cref="GroupedTable"/>.</param>
/// <param name="State">What its rows hold.</param>
/// <param name="Offset">Where in a group's state that begins.</param>
internal sealed record GroupOutput(TableSchema Schema, GroupState State, int Offset);
