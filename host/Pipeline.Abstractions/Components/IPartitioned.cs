namespace Pipeline;

/// <summary>A transform that several workers may share, because its rows can be told apart.</summary>
public interface IPartitioned
{
    /// <summary>
    /// Columns whose equal values must meet the same worker; order is kept among them. Empty: any row may go anywhere, batches are handed to whoever is free.
    /// Read once after <see cref="ITransform.Bind"/>, and only where there are several workers: an <see cref="OptionException"/> for <c>workers</c> says that
    /// with these options there can be but one.
    /// </summary>
    IReadOnlyList<string> PartitionBy { get; }
}
