using System.Runtime.CompilerServices;

namespace Pipeline.Sources.Processes.Networks;

/// <summary>Bytes, packets, errors and drops received, and the same sent, in the order of their columns.</summary>
[InlineArray(Count)]
internal struct InterfaceFigures
{
    internal const int Count = 8;

    private ulong _first;

    /// <summary>Whether one of them is smaller than before: then the interface is another of the same name.</summary>
    internal readonly bool IsBehind(in InterfaceFigures before)
    {
        for (var i = 0; i < Count; i++)
            if (this[i] < before[i])
                return true;
        return false;
    }
}
