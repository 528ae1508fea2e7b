namespace Pipeline;

/// <summary>A sink or transform with figures of its own, such as those of the library that does its work; the source <c>pipeline</c> tells them with the host's.</summary>
public interface IMeasured
{
    /// <summary>
    /// What they are now. Called on any thread, at any time between building and disposal, as often as figures are read; must not block. Names and what they are of
    /// come from small sets, since each pair becomes a metric series; where a transform has several workers, it is the sum of theirs.
    /// </summary>
    IReadOnlyList<Figure> ReadFigures();
}
