namespace Pipeline;

/// <summary>A source of figures that can be asked to read them now, beside its interval.</summary>
public interface ISampled
{
    /// <summary>
    /// Completes when a reading that began after the call has been flushed, or when the source has ended and there is nothing more to read. Called on any thread, at
    /// any time after building, as often as somebody asks: those who ask while a reading is under way share the next one. Throws only for
    /// <paramref name="cancel"/>, which gives up the waiting and not the reading. A source answers it with <see cref="SampleRequests"/>.
    /// </summary>
    ValueTask SampleAsync(CancellationToken cancel);
}
