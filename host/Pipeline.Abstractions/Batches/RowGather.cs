using System.Runtime.CompilerServices;

namespace Pipeline;

/// <summary>Copies chosen rows of a block together.</summary>
internal static unsafe class RowGather
{
    internal static BlockSlice Gather(in BlockSlice source, int stride, ReadOnlySpan<int> rows, Arena arena)
    {
        var block = arena.Rent(checked(rows.Length * stride));
        var from = source.Memory;
        var to = block.Memory;
        // Neighbouring rows go in one copy: a filter that keeps most rows keeps runs of them.
        for (var i = 0; i < rows.Length;)
        {
            var run = 1;
            while (i + run < rows.Length && rows[i + run] == rows[i] + run)
                run++;
            Unsafe.CopyBlockUnaligned(to, from + (nint)rows[i] * stride, (uint)(run * stride));
            to += run * stride;
            i += run;
        }

        return new BlockSlice(block, 0, rows.Length * stride);
    }
}
