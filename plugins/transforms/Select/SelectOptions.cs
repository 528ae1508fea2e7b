namespace Pipeline.Transforms.Select;

/// <summary>What a user writes for <c>type = "select"</c>.</summary>
internal sealed record SelectOptions
{
    /// <summary>See README.md.</summary>
    [Option("The columns emitted, in this order: \"pid\" keeps one, \"process = pid\" renames one, \"wait_ms = wait_ns / 1ms\" derives one, \"*\" stands for all others.")]
    public IReadOnlyList<string> Columns { get; init; } = ["*"];

    [Option("Columns left out where \"*\" would keep them.")]
    public IReadOnlyList<string> Drop { get; init; } = [];

    [Option("Name of the table emitted; by default it keeps its own.")]
    public string? Table { get; init; }

    [Option("Headings of columns in a terminal table: { wait_ns = \"WAIT(ms)\" }; a unit in parentheses is converted to.")]
    public OptionTable Headings { get; init; } = OptionTable.Empty;
}
