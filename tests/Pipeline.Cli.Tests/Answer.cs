namespace Pipeline.Cli.Tests;

/// <summary>What a process left behind.</summary>
internal sealed record Answer(int ExitCode, string Output, string Error)
{
    public IEnumerable<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The cells of the first line whose first cells are these; null when there is none.</summary>
    public string[]? Row(params string[] cells) =>
        Lines.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(l => l.Take(cells.Length).SequenceEqual(cells));
}
