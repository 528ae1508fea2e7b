namespace Pipeline.Workloads.Proc;

/// <summary>What is read of a process when somebody first asks for it; null: it cannot be told.</summary>
/// <param name="CommandLine">Its arguments.</param>
/// <param name="Executable">The file it executes.</param>
/// <param name="UserId">Its real user.</param>
/// <param name="NamespacePid">Its number in its own pid namespace; 0: cannot be told.</param>
internal sealed record ProcessDetails(string? CommandLine, string? Executable, uint? UserId, uint NamespacePid)
{
    internal static ProcessDetails None { get; } = new(null, null, null, 0);
}
