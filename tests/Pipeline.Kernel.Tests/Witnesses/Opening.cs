namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>An open, openat, openat2 or creat that ended.</summary>
/// <param name="Call">Its name.</param>
/// <param name="Path">The exact bytes of the path, in hexadecimal.</param>
/// <param name="Flags">Names of the flags in order, or <see cref="Untold"/>.</param>
/// <param name="Mode">Octal permissions; empty if none were taken.</param>
/// <param name="Descriptor">The new one, or -1.</param>
/// <param name="Error">The error's number, or 0.</param>
internal sealed record Opening(string Call, string Path, string Flags, string Mode, int Descriptor, int Error)
{
    /// <summary>Stands for flags that the witness does not tell.</summary>
    internal const string Untold = "?";
}
