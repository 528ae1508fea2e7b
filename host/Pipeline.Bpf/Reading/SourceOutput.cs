namespace Pipeline.Bpf.Reading;

/// <summary>Where a run's rows go: one sequence for all its tables, those of the programs and those of the source's own. Used on the source's own thread.</summary>
public sealed class SourceOutput
{
    private ulong _sequence;
    private long _met;

    /// <param name="emitter">The source's.</param>
    public SourceOutput(ISourceEmitter emitter) => Emitter = emitter;

    /// <summary>The source's emitter.</summary>
    public ISourceEmitter Emitter { get; }

    /// <summary>Sequence number of the next row; whoever emits rows advances it.</summary>
    public ref ulong Sequence => ref _sequence;

    /// <summary>Rows that were met apart from what the programs made, on any thread.</summary>
    internal long Met => Volatile.Read(ref _met);

    /// <summary>
    /// Tells the books of rows that the source makes of what it reads itself, before it emits or drops them: they count among <see cref="KernelAccounts.Entries"/>.
    /// The emitter's tally is told of them too, as of all others.
    /// </summary>
    public void Meet(long rows) => Volatile.Write(ref _met, _met + rows);

    /// <summary>Passes on what was emitted, and waits until the edges have it. Large readings call it now and then; after each reading it is called anyway.</summary>
    public void Flush()
    {
        // The thread is the source's own and made for blocking; going on elsewhere would leave it and block a pool thread in the next wait.
        var flush = Emitter.FlushAsync();
        if (flush.IsCompletedSuccessfully)
            flush.GetAwaiter().GetResult();
        else
            flush.AsTask().GetAwaiter().GetResult();
    }
}
