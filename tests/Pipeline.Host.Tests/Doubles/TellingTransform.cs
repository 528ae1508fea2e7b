namespace Pipeline.Host.Tests.Doubles;

/// <summary>A transform with a program and a figure of its own: how many rows it saw.</summary>
internal sealed class TellingTransform : ITransform, IKernelPrograms, IMeasured, IPartitioned
{
    internal static ProgramStatus Program { get; } = new("all__fork__tp_btf", "all", "fork", "tp_btf", ProgramState.Attached);

    private long _rows;

    public IReadOnlyList<string> PartitionBy => [];

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs) => inputs;

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        Interlocked.Add(ref _rows, batch.Rows);
        ScriptedTransform.Pass(batch, emitter);
    }

    public IReadOnlyList<ProgramStatus> Verify() => [Program with { State = ProgramState.Verified }];

    public IReadOnlyList<ProgramStatus> ReadPrograms() => [Program with { RunCount = (ulong)Interlocked.Read(ref _rows) }];

    public IReadOnlyList<Figure> ReadFigures() => [new Figure("rows", "", Instrument.Counter, Interlocked.Read(ref _rows))];
}
