namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A request to a disk.</summary>
/// <param name="Sector">Where it began, in 512 bytes.</param>
/// <param name="Bytes">How much.</param>
/// <param name="Operation">What, as biosnoop names it.</param>
internal readonly record struct DiskRequest(long Sector, long Bytes, string Operation) : IComparable<DiskRequest>
{
    public int CompareTo(DiskRequest other) => (Sector, Bytes, Operation).CompareTo((other.Sector, other.Bytes, other.Operation));
}
