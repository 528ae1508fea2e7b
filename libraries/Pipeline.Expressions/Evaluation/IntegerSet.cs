using System.Collections.Frozen;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Expressions.Evaluation;

/// <summary>Whether the bits of an integer cell are among many constants.</summary>
internal sealed class IntegerSet(int slot, int width, IEnumerable<ulong> members) : Predicate
{
    private readonly FrozenSet<ulong> _members = members.ToFrozenSet();

    public override int Cost => 4;

    public override unsafe ulong Test(in Window window, ulong candidates)
    {
        var column = window.Column(slot);
        var answer = 0ul;
        for (var left = candidates; left != 0; left &= left - 1)
            if (_members.Contains(Read(column[BitOperations.TrailingZeroCount(left)])))
                answer |= left & (~left + 1);
        return answer;
    }

    private unsafe ulong Read(byte* cell) => width switch
    {
        1 => *cell,
        2 => Unsafe.ReadUnaligned<ushort>(cell),
        4 => Unsafe.ReadUnaligned<uint>(cell),
        _ => Unsafe.ReadUnaligned<ulong>(cell),
    };
}
