namespace Pipeline.Workloads.Known;

/// <summary>Compares paths byte by byte: two that are no UTF-8 may look the same as text.</summary>
internal sealed class PathComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    internal static PathComparer Instance { get; } = new();

    public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);

    public int GetHashCode(byte[] path) => GetHashCode(path.AsSpan());

    public bool Equals(ReadOnlySpan<byte> path, byte[] known) => path.SequenceEqual(known);

    public int GetHashCode(ReadOnlySpan<byte> path)
    {
        var hash = new HashCode();
        hash.AddBytes(path);
        return hash.ToHashCode();
    }

    public byte[] Create(ReadOnlySpan<byte> path) => path.ToArray();
}
