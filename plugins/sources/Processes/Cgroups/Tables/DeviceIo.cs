using System.Runtime.CompilerServices;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>A cgroup's I/O on a disk. A direction of which not both figures are known is not told of.</summary>
internal struct DeviceIo(ulong device)
{
    internal const int Directions = 3;

    private Amounts _bytes;
    private Amounts _operations;
    private int _knownBytes;
    private int _knownOperations;

    internal ulong Device { get; } = device;

    internal void SetBytes(int direction, ulong bytes)
    {
        _bytes[direction] = bytes;
        _knownBytes |= 1 << direction;
    }

    internal void SetOperations(int direction, ulong operations)
    {
        _operations[direction] = operations;
        _knownOperations |= 1 << direction;
    }

    internal readonly bool TryGet(int direction, out ulong bytes, out ulong operations)
    {
        (bytes, operations) = (_bytes[direction], _operations[direction]);
        return (_knownBytes & _knownOperations & (1 << direction)) != 0;
    }

    [InlineArray(Directions)]
    private struct Amounts
    {
        private ulong _first;
    }
}
