using Pipeline.Lines;

namespace Pipeline.Sources.Stdin;

/// <summary>Options of <c>stdin</c>.</summary>
internal sealed record StdinOptions : LineOptions
{
    /// <summary>The descriptor to read, which is not closed.</summary>
    internal int Descriptor { get; init; }
}
