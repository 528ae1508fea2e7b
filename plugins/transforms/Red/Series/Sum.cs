namespace Pipeline.Transforms.Red.Series;

/// <summary>A running total.</summary>
internal sealed unsafe class Sum : Figure
{
    public override int Size => sizeof(ulong);

    public override void Begin(byte* state) => *(ulong*)state = 0;

    public override void Add(byte* state, long value) => *(ulong*)state += (ulong)value;

    public override bool IsTold(byte* state) => *(ulong*)state > 0;

    public override void Write(byte* state, BatchBuilder rows, int ordinal) => rows.Set(ordinal, *(ulong*)state);
}
