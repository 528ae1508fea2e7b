using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pipeline.Expressions.Evaluation;

/// <summary>The cells of a fixed column, of any width.</summary>
internal readonly unsafe struct Strided(byte* origin, nint stride)
{
    public nint Stride => stride;

    public byte* this[int row] => origin + row * stride;

    /// <summary>A fixed column of a batch that has rows.</summary>
    public static Strided Of(RecordBatch batch, int ordinal)
    {
        var first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(batch.Cell(ordinal, 0)));
        return new Strided(first, batch.Layout.Strides[batch.Layout.Places[ordinal].Block]);
    }

    /// <summary>Several fixed columns of a batch that has rows.</summary>
    public static void Locate(RecordBatch batch, ReadOnlySpan<int> ordinals, Span<Strided> columns)
    {
        for (var i = 0; i < ordinals.Length; i++)
            columns[i] = Of(batch, ordinals[i]);
    }
}
