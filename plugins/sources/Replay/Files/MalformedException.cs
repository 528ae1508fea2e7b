namespace Pipeline.Sources.Replay.Files;

/// <summary>A file that is not what it says it is: nothing after this place can be read.</summary>
/// <param name="offset">Bytes from the start of the file.</param>
/// <param name="problem">What is wrong there.</param>
internal sealed class MalformedException(long offset, string problem) : Exception($"offset {offset}: {problem}")
{
}
