namespace Pipeline;

/// <summary>A transform that emits on a timer, and once more when its inputs have ended.</summary>
public interface IFlushing
{
    /// <summary>How often.</summary>
    TimeSpan FlushInterval { get; }

    /// <summary>
    /// Whether an input batch settles when <see cref="ITransform.Process"/> returns (true), or only when what was later made of it is delivered: then the transform
    /// holds the batch's account itself and puts it, joined, on what it emits.
    /// </summary>
    bool SettlesWhenAbsorbed { get; }

    /// <summary>
    /// Called like <see cref="ITransform.Process"/>, never at the same time. A call that throws, for want of memory too, is void: forget kept rows only when nothing
    /// that follows can throw. What a broken instance still keeps, its batches and account holds included, it gives back in Dispose; the host counts the rows.
    /// </summary>
    void Flush(IEmitter emitter);
}
