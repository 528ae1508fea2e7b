namespace Pipeline.Sources.Processes;

/// <summary>What a <c>type = "processes"</c> source can be told.</summary>
public sealed record ProcessesOptions
{
    [Option("Which tables, as \"process_stats\"; empty: all. Of the others nothing is read, and no program is attached for them.")]
    public IReadOnlyList<string> Tables { get; init; } = [];

    [Option("Only these processes, in tables of processes; empty: all.")]
    public IReadOnlyList<int> Pids { get; init; } = [];

    [Option("How often figures are read: each process, interface and cgroup a row, each time.", Min = "100ms", Max = "1d")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    internal bool Wants(string table) => Tables.Count == 0 || Tables.Contains(table);
}
