using System.Text.Json;

namespace Pipeline.Matrix.Tests.Programs;

/// <summary>Rows that not every variant has.</summary>
/// <param name="What">Which, as docs/kernels.md tells it.</param>
/// <param name="Reason">Why, as told there too.</param>
/// <param name="Is">Whether a row is one.</param>
internal sealed record RowDifference(string What, string Reason, Func<JsonElement, bool> Is);
