namespace Pipeline.Host.Cli;

/// <summary>What the command line of <c>wrap</c> asks for.</summary>
/// <param name="Target">What to run.</param>
/// <param name="Settings"><c>key=value</c> words: options of the source, tunables of its program, or columns to narrow by.</param>
/// <param name="Format">The terminal sink's format.</param>
/// <param name="Columns">Columns to show; empty: all.</param>
/// <param name="Where">A condition that rows must meet; null: none.</param>
/// <param name="Every">How often figures are read and shown; null: as the target says.</param>
/// <param name="Sort">Column by which figures are ordered; null: as the target says.</param>
/// <param name="Rows">Most rows of figures at a time; null: as the target says.</param>
internal sealed record WrapRequest(
    WrapTarget Target,
    IReadOnlyList<KeyValuePair<string, string>> Settings,
    string? Format,
    IReadOnlyList<string> Columns,
    string? Where,
    TimeSpan? Every,
    string? Sort,
    int? Rows);
