namespace Pipeline.Bpf;

/// <summary>A file that a process has mapped to run code from.</summary>
/// <param name="Process">The process, by this process's numbers.</param>
/// <param name="Start">The mapping's first address there.</param>
/// <param name="End">The address behind its last.</param>
/// <param name="File">Which file.</param>
public readonly record struct ExecutableMapping(int Process, ulong Start, ulong End, MappedFile File);
