namespace Pipeline.Bpf;

/// <summary>
/// What the kernel, libbpf or an object file refused. The message is complete in itself: what was tried, on what, how it failed and what to do.
/// </summary>
public sealed class BpfException : Exception
{
    /// <param name="operation">What was tried, as a verb phrase: <c>load</c>, <c>read bpf/biosnoop.bpf.o</c>.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="hint">The remedy, or null where there is none to name.</param>
    public BpfException(string operation, string problem, string? hint = null)
        : base($"cannot {operation}: {problem}{(hint is null ? "" : $"; {hint}")}")
    {
        Operation = operation;
        Hint = hint;
    }

    internal BpfException(string operation, int error, string? hint = null)
        : this(operation, ErrorNumber.Describe(error), hint) => Error = error;

    /// <summary>What was tried.</summary>
    public string Operation { get; }

    /// <summary>The remedy, or null.</summary>
    public string? Hint { get; }

    /// <summary>errno of the failed call; 0 where none failed.</summary>
    public int Error { get; init; }

    /// <summary>The program at fault, or null.</summary>
    public string? Program { get; init; }

    /// <summary>Where that program attaches, or null.</summary>
    public string? Hook { get; init; }

    /// <summary>Each program that was tried on the way, in order; empty where none was.</summary>
    public IReadOnlyList<ProgramStatus> Attempts { get; init; } = [];
}
