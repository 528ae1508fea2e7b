namespace Pipeline.Sources.Sockets.Binaries;

/// <summary>Ends the look at a file; never leaves <see cref="TlsBinaries"/>.</summary>
internal sealed class BinaryException(BinaryRefusal reason, string text) : Exception(text)
{
    internal BinaryProblem Problem => new(reason, Message);
}
