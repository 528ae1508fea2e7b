namespace Pipeline.Matrix.Tests.Programs;

/// <summary>A column that variants may tell differently of one event.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Reason">Why, as docs/kernels.md tells it.</param>
/// <param name="Table">In which of the program's tables; null where it has one.</param>
internal sealed record Difference(string Column, string Reason, string? Table = null)
{
    /// <summary>Whether it is about that column.</summary>
    internal bool Is(string table, string column) => Column == column && (Table is null || Table == table);

    /// <summary>As docs/kernels.md names it.</summary>
    public override string ToString() => Table is null ? $"column `{Column}`" : $"column `{Column}` of `{Table}`";
}
