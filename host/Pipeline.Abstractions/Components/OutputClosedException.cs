namespace Pipeline;

/// <summary>Whoever read a sink's output has gone. The host stops in order and without complaint; the rows at hand count as dropped by <c>closed</c>.</summary>
public sealed class OutputClosedException : Exception
{
    /// <summary>Says so.</summary>
    public OutputClosedException()
        : base("whoever read the output has gone")
    {
    }
}
