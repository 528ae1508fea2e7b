namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>One execve or execveat that ended.</summary>
/// <param name="Pid">The process.</param>
/// <param name="Call">Its name.</param>
/// <param name="Result">0 or minus the error number.</param>
/// <param name="Arguments">The exact bytes of each argument, in hexadecimal.</param>
internal sealed record Execution(int Pid, string Call, int Result, IReadOnlyList<string> Arguments)
{
    /// <summary>All of it in one line, so that a test's failure shows where two differ.</summary>
    public override string ToString() => $"{Pid} {Call}({string.Join(", ", Arguments)}) = {Result}";
}
