using Pipeline.Lines;

namespace Pipeline.Sources.File;

/// <summary>Options of <c>file</c>.</summary>
internal sealed record FileSourceOptions : LineOptions
{
    [Option("Files to read, with * ? [abc] for parts of a name and ** for any folders between.")]
    public required IReadOnlyList<string> Paths { get; init; }

    [Option("Files to leave out, written likewise.")]
    public IReadOnlyList<string> Exclude { get; init; } = [];

    [Option("Whether to wait for more lines and more files, and to follow through rotation. False reads what is there and ends.")]
    public bool Follow { get; init; } = true;

    [Option("Where to begin in files that are there at the start and were not read before.")]
    public ReadFrom ReadFrom { get; init; } = ReadFrom.Beginning;

    /// <summary>Files that are open at once.</summary>
    internal int MostOpen { get; init; } = 512;

    /// <summary>How long a file that left its name must have been quiet until it is done with.</summary>
    internal TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the folders are looked through.</summary>
    internal TimeSpan ScanInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a file is left alone that had nothing new, at most.</summary>
    internal TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);
}
