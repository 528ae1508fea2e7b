namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>A place in a file at which a program of the kernel's is to stand.</summary>
/// <param name="Program">What it does there: the function it is for, then <c>_entry</c> or <c>_return</c>.</param>
/// <param name="Offset">Bytes from the file's beginning.</param>
/// <param name="AtReturn">Whether the kernel is to call it when the function that begins there returns (uretprobe); otherwise when the instruction there is next.</param>
internal sealed record ProbeSite(string Program, long Offset, bool AtReturn);
