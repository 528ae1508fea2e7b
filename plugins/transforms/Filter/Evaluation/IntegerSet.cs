using System.Numerics;

namespace Pipeline.Transforms.Filter.Evaluation;

/// <summary>Whether the bits of an integer cell are among many constants.</summary>
internal sealed class IntegerSet(int slot, int width, IEnumerable<ulong> members) : Predicate
{
    private readonly ulong[] _members = [.. members.Order()];

    public override int Cost => 4;

    public override unsafe ulong Test(in Window window, ulong candidates)
    {
        var column = window.Column(slot);
        var answer = 0ul;
        for (var left = candidates; left != 0; left &= left - 1)
            if (Array.BinarySearch(_members, Read(column[BitOperations.TrailingZeroCount(left)])) >= 0)
                answer |= left & (~left + 1);
        return answer;
    }

    private unsafe ulong Read(byte* cell)
    {
        var bits = 0ul;
        new ReadOnlySpan<byte>(cell, width).CopyTo(new Span<byte>(&bits, width));
        return bits;
    }
}
