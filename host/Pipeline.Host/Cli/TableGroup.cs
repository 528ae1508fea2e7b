using Pipeline.Bpf;

namespace Pipeline.Host.Cli;

/// <summary>The tables of one origin.</summary>
/// <param name="Origin">Who emits them, in words.</param>
/// <param name="Tables">At least one.</param>
/// <param name="Options">What a user may set of the kernel program that fills them; empty for other origins.</param>
internal sealed record TableGroup(string Origin, IReadOnlyList<TableSchema> Tables, IReadOnlyList<OptionSpec> Options);
