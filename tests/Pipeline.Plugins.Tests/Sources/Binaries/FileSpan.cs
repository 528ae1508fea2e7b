namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>A part of a file.</summary>
internal readonly record struct FileSpan(int From, int To)
{
    /// <summary>Somewhere in it, eight bytes before its end.</summary>
    internal int Pick(Random random) => random.Next(From, Math.Max(From + 1, To - 8));
}
