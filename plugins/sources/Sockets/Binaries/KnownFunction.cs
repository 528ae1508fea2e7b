namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>A function at which programs can stand.</summary>
/// <param name="Library">Whose it is.</param>
/// <param name="Program">The name of its programs, without what follows: <c>_entry</c>, <c>_return</c>.</param>
/// <param name="Arguments">How many of its arguments the program at its entry reads.</param>
/// <param name="GoesOnAs">The function of the same file in whose place it was written, where all it may do is go on there: then no program stands at it.</param>
internal sealed record KnownFunction(TlsLibrary Library, string Program, int Arguments, string? GoesOnAs = null);
