using Microsoft.Extensions.Logging;

namespace Pipeline.Sources.Processes;

/// <summary>What readings are built with.</summary>
/// <param name="Options">The source's.</param>
/// <param name="Environment">The machine: whatever a reading opens it finds through this.</param>
/// <param name="Log">The source's.</param>
internal sealed record ReadingContext(ProcessesOptions Options, HostEnvironment Environment, ILogger Log)
{
    /// <summary>The processes of the machine, read once a pass for all readings.</summary>
    internal ProcessList Processes { get; } = new(Options, Environment);

    /// <summary>What of processes may not be read.</summary>
    internal Unread Unread { get; } = new(Log);

    /// <summary>Whether the user wants a table.</summary>
    internal bool Wants(TableSchema table) => Options.Wants(table.Name);
}
