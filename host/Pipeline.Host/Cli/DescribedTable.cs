namespace Pipeline.Host.Cli;

/// <summary>A table and who emits it, in words.</summary>
internal sealed record DescribedTable(string Origin, TableSchema Schema);
