namespace Pipeline.Bpf;

/// <summary>A column that an object declares.</summary>
/// <param name="Schema">The column as sinks see it.</param>
/// <param name="Place">Where its cells lie.</param>
/// <param name="When">The boolean option that must be on for the table to have it; null: always.</param>
internal sealed record TableColumn(ColumnSchema Schema, ColumnPlace Place, string? When);
