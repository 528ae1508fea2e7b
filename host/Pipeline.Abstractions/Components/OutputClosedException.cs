namespace Pipeline;

/// <summary>
/// Whoever read a sink's output has gone, as <c>head</c> does. Thrown by <see cref="ISink.WriteAsync"/>: the host stops in order and without an error, and counts
/// the rows of this batch and of those still to come as dropped by <c>closed</c>.
/// </summary>
public sealed class OutputClosedException(string output) : Exception($"whoever read {output} has closed it")
{
}
