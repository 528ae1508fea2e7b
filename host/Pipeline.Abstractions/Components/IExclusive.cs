namespace Pipeline;

/// <summary>A component that takes what only one can have, such as a port. Two that claim the same are a mistake in the configuration.</summary>
public interface IExclusive
{
    /// <summary>What it will take when it runs. Read once after building and binding; must not be taken yet.</summary>
    IReadOnlyList<Claim> Claims { get; }
}
