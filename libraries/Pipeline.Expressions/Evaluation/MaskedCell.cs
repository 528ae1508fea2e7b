using System.Numerics;
using System.Runtime.Intrinsics;

namespace Pipeline.Expressions.Evaluation;

/// <summary>
/// Whether some bits of a cell's first 16 bytes are as expected: an address in a network, or short text at the start of a fixed cell. For cells of at
/// least 16 bytes.
/// </summary>
internal sealed unsafe class MaskedCell(int slot, Vector128<byte> mask, Vector128<byte> expected) : Predicate
{
    public override int Cost => 2;

    public override ulong Test(in Window window, ulong candidates)
    {
        var column = window.Column(slot);
        var answer = 0ul;
        for (var left = candidates; left != 0; left &= left - 1)
            if ((Vector128.Load(column[BitOperations.TrailingZeroCount(left)]) & mask) == expected)
                answer |= left & (~left + 1);
        return answer;
    }
}
