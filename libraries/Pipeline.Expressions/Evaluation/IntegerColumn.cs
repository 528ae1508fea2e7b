using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pipeline.Expressions.Evaluation;

/// <summary>An integer column, seen without the type of its cells.</summary>
internal abstract class IntegerColumn(int slot, ColumnType type) : IntegerNumber
{
    public int Slot => slot;

    public ColumnType Type => type;

    public override bool Unsigned => type is { Width: 8, Signed: false };

    public static IntegerColumn Create(int slot, ColumnType type) => (type.Width, type.Signed) switch
    {
        (1, true) => new Of<sbyte>(slot, type),
        (1, false) => new Of<byte>(slot, type),
        (2, true) => new Of<short>(slot, type),
        (2, false) => new Of<ushort>(slot, type),
        (4, true) => new Of<int>(slot, type),
        (4, false) => new Of<uint>(slot, type),
        (8, true) => new Of<long>(slot, type),
        _ => new Of<ulong>(slot, type),
    };

    private sealed unsafe class Of<T>(int slot, ColumnType type) : IntegerColumn(slot, type)
        where T : unmanaged, IBinaryInteger<T>
    {
        public override ulong Evaluate(in Window window, Span<long> values)
        {
            var column = window.Column(Slot);
            for (var row = 0; row < window.Count; row++)
                values[row] = long.CreateTruncating(Unsafe.ReadUnaligned<T>(column[row]));
            return window.All;
        }
    }
}
