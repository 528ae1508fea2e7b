namespace Pipeline.Bpf.Reading;

/// <summary>Where a run's rows go: one sequence for all its tables, flushed on the source's own thread.</summary>
internal sealed class SourceOutput(ISourceEmitter emitter)
{
    private ulong _sequence;

    internal ISourceEmitter Emitter => emitter;

    /// <summary>Sequence number of the next row.</summary>
    internal ref ulong Sequence => ref _sequence;

    // The thread is the source's own and made for blocking; going on elsewhere would leave it and block a pool thread in the next wait.
    internal void Flush()
    {
        var flush = emitter.FlushAsync();
        if (flush.IsCompletedSuccessfully)
            flush.GetAwaiter().GetResult();
        else
            flush.AsTask().GetAwaiter().GetResult();
    }
}
