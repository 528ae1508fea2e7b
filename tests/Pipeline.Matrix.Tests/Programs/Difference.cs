namespace Pipeline.Matrix.Tests.Programs;

/// <summary>A column that variants may tell differently of one event.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Reason">Why, as docs/kernels.md tells it.</param>
internal sealed record Difference(string Column, string Reason);
