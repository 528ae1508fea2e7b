namespace Pipeline.Sources.Sockets.Tls;

/// <summary>A file that was looked into, with the programs that stand in it. One thread.</summary>
/// <param name="path">What it was called; empty where nothing stands in it.</param>
/// <param name="places">Where programs stand.</param>
internal sealed class LookedAtFile(string path, IReadOnlyList<IDisposable> places) : IDisposable
{
    internal string Path => path;

    internal bool IsObserved => places.Count > 0;

    /// <summary>How many looks at all processes in a row have found nobody who has it mapped.</summary>
    internal int Unmapped { get; set; }

    public void Dispose()
    {
        foreach (var place in places)
            place.Dispose();
    }
}
