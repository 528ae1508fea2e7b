using System.Text.Json;

namespace Pipeline.Matrix.Tests.Programs;

/// <summary>What to expect of a program's rows where it is not what is expected of every program's.</summary>
/// <param name="Program">Its name.</param>
internal sealed record Expectation(string Program)
{
    /// <summary>Boolean options without which its rows could not be compared.</summary>
    internal IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>What a source of it is, where it is not `bpf`; its keys take the place of the program's options.</summary>
    internal string? Source { get; init; }

    /// <summary>Whether it watches the workload's cgroup alone where there is one: others' files and threads would fill its map.</summary>
    internal bool IsNarrowed { get; init; }

    /// <summary>By this the workload's rows are told from the rest of the machine's.</summary>
    internal Func<JsonElement, bool> IsOurs { get; init; } = IsOursByName;

    /// <summary>Columns that variants may tell differently of one event.</summary>
    internal IReadOnlyList<Difference> MayDiffer { get; init; } = [];

    /// <summary>Rows that not every variant has.</summary>
    internal IReadOnlyList<RowDifference> MayMiss { get; init; } = [];

    /// <summary>The program's own, or what holds for every other.</summary>
    internal static Expectation Of(string program) => Expectations.Special.FirstOrDefault(e => e.Program == program) ?? new Expectation(program);

    /// <summary>A row whose process, where it names one, is the workload's.</summary>
    internal static bool IsOursByName(JsonElement row) => !row.TryGetProperty("comm", out var comm) || comm.GetString() == "busybox-mx";
}
