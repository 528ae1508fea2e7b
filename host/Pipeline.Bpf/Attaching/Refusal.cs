namespace Pipeline.Bpf.Attaching;

/// <summary>How far an object came before it was refused.</summary>
/// <param name="Program">The program at fault; null: the object as a whole.</param>
/// <param name="State">At which step.</param>
/// <param name="Detail">How, and what helps.</param>
/// <param name="NotOffered">Whether the kernel lacks what the program needs, rather than finding fault with it.</param>
internal sealed record Refusal(ProgramSpec? Program, ProgramState State, string Detail, bool NotOffered)
{
    /// <summary>Whether nothing was refused: signals kept the verifier from its end.</summary>
    internal bool WasInterrupted { get; init; }
}
