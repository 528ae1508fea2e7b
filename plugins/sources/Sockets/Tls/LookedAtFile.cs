namespace Pipeline.Sources.Sockets.Tls;

/// <summary>A file that was looked into, with the programs that stand in it. One thread.</summary>
/// <param name="path">What it was called; empty where nothing stands in it.</param>
/// <param name="places">The programs that stand in it; null: none.</param>
internal sealed class LookedAtFile(string path, IDisposable? places) : IDisposable
{
    internal string Path => path;

    internal bool IsObserved => places is not null;

    /// <summary>How many looks at all processes in a row have found nobody who has it mapped.</summary>
    internal int Unmapped { get; set; }

    public void Dispose() => places?.Dispose();
}
