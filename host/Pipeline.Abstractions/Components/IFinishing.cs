namespace Pipeline;

/// <summary>A transform that has more to tell once its inputs have ended than in any flush before.</summary>
public interface IFinishing
{
    /// <summary>
    /// Called once like <see cref="ITransform.Process"/>, behind the last batch and, where the transform is <see cref="IFlushing"/> too, before the last
    /// <see cref="IFlushing.Flush"/>. Not called when the deadline of the stop has passed. A call that throws is void.
    /// </summary>
    void Finish(IEmitter emitter);
}
