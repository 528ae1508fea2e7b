namespace Pipeline.Host.Topology;

/// <summary>
/// Divides the byte budget of the host. Rows get two fifths, the managed heap two fifths; the rest is for code, stacks and native libraries, which neither bound covers.
/// </summary>
internal static class MemoryBudget
{
    public static Arena Apply(ByteSize memory)
    {
        var share = memory.Bytes / 5 * 2;
        AppContext.SetData("GCHeapHardLimit", (ulong)share);
        GC.RefreshMemoryLimit();
        return new Arena(share);
    }
}
