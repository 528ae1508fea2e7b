using Pipeline.Bpf;

namespace Pipeline.Host.Cli;

/// <summary>The tables of one origin.</summary>
/// <param name="Origin">Who emits them, in words.</param>
/// <param name="Tables">At least one.</param>
/// <param name="Options">What a user may set of the kernel program that fills them; empty for other origins.</param>
internal sealed record TableGroup(string Origin, IReadOnlyList<TableSchema> Tables, IReadOnlyList<OptionSpec> Options)
{
    /// <summary>The boolean option that must be on for a table to have a column; null: it is always there.</summary>
    public Func<string, string, string?> OptionOf { get; init; } = static (_, _) => null;
}
