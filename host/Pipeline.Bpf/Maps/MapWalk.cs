namespace Pipeline.Bpf.Maps;

/// <summary>Goes through the entries of a map, as many at a time as its buffer holds.</summary>
internal abstract class MapWalk(EntryBuffer buffer)
{
    internal EntryBuffer Buffer { get; } = buffer;

    /// <summary>Keys met so far in this walk that were gone when their value was read.</summary>
    internal long Vanished { get; private protected set; }

    /// <summary>Starts from the first entry.</summary>
    internal abstract void Begin();

    /// <summary>Fills the buffer; how many entries it holds now, or -1 after the last.</summary>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    internal abstract int Next();
}
