namespace Pipeline.Bpf;

/// <summary>A place in a file at which a program that is attached on demand is to stand, in every process that maps the file, those to come included.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Offset">Bytes from the file's beginning, where an instruction begins.</param>
/// <param name="AtReturn">Whether the program is to run when the function that begins there returns, rather than before the instruction.</param>
/// <param name="Cookie">What the program can ask for to know the place by.</param>
public sealed record UserPlace(string Program, long Offset, bool AtReturn, ulong Cookie);
