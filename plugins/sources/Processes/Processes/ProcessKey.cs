namespace Pipeline.Sources.Processes.Processes;

/// <summary>Which process: its number, and when it began, in 10 ms since boot.</summary>
internal readonly record struct ProcessKey(int Pid, ulong StartTicks);
