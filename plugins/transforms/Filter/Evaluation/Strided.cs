namespace Pipeline.Transforms.Filter.Evaluation;

/// <summary>The cells of a fixed column, of any width.</summary>
internal readonly unsafe struct Strided(byte* origin, nint stride)
{
    public nint Stride => stride;

    public byte* this[int row] => origin + row * stride;
}
