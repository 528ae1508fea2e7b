using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Pipeline.Enrichment;

/// <summary>
/// Writes the cells of one group for the rows of a batch. A fact's cells are put together in the first row that has it, its texts written there; further rows copy
/// that row's cells.
/// </summary>
/// <param name="facts">Where the numbers lead.</param>
/// <param name="cells">The group's cells.</param>
/// <param name="offset">Where in a row of the added block the group begins.</param>
/// <param name="width">Bytes of the group there.</param>
internal sealed unsafe class GroupCells(Facts facts, ImmutableArray<FactCell> cells, int offset, int width)
{
    private int[] _firsts = [];
    private int _met;

    /// <summary>Finds the first row of each fact, and says how many bytes the texts of those facts take.</summary>
    /// <param name="numbers">The first row's number, and each <paramref name="step"/> behind it the next row's.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="step">Numbers a row.</param>
    public long Meet(ReadOnlySpan<int> numbers, int rows, int step)
    {
        if (_firsts.Length < rows)
            _firsts = new int[rows];
        var bytes = 0L;
        _met = 0;
        facts.Pass();
        for (var row = 0; row < rows; row++)
        {
            var number = numbers[row * step];
            if (!facts.IsKnown(number) || !facts.Meet(number))
                continue;
            _firsts[_met++] = row;
            foreach (var cell in cells)
                if (cell.IsVariable)
                    bytes += facts.Cell(number, cell.Cell).Length;
        }

        return bytes;
    }

    /// <summary>Writes what <see cref="Meet"/> found, of the same rows; returns up to where the heap is used.</summary>
    public int Write(ReadOnlySpan<int> numbers, int rows, int step, byte* block, int stride, Block? heap, int used)
    {
        for (var i = 0; i < _met; i++)
        {
            var row = _firsts[i];
            var number = numbers[row * step];
            var at = block + (nint)row * stride;
            Unsafe.InitBlockUnaligned(at + offset, 0, (uint)width);
            foreach (var cell in cells)
            {
                var value = facts.Cell(number, cell.Cell);
                if (cell.IsVariable)
                {
                    value.CopyTo(heap!.Span[used..]);
                    Unsafe.WriteUnaligned(at + cell.Offset, new HeapCell((uint)used, (uint)value.Length));
                    used += value.Length;
                }
                else
                {
                    value.CopyTo(new Span<byte>(at + cell.Offset, value.Length));
                }
            }

            facts.Row(number) = row;
        }

        for (var row = 0; row < rows; row++)
        {
            var number = numbers[row * step];
            var at = block + (nint)row * stride + offset;
            if (!facts.IsKnown(number))
                Unsafe.InitBlockUnaligned(at, 0, (uint)width);
            else if (facts.Row(number) is var first && first != row)
                Unsafe.CopyBlockUnaligned(at, block + (nint)first * stride + offset, (uint)width);
        }

        return used;
    }
}
