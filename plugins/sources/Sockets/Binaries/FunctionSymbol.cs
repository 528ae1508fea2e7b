namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>A function of a file that is one of those looked for.</summary>
/// <param name="Function">Which.</param>
/// <param name="Address">Where it begins.</param>
/// <param name="Size">Its bytes; 0: not known.</param>
internal sealed record FunctionSymbol(KnownFunction Function, ulong Address, ulong Size);
