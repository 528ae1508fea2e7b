namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Why a file cannot be used.</summary>
/// <param name="Reason">One of a few, to count by.</param>
/// <param name="Text">The rest of a sentence that begins with the file's name.</param>
internal sealed record BinaryProblem(BinaryRefusal Reason, string Text);
