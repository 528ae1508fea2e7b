namespace Pipeline.Host.Tests.Doubles;

/// <summary>A transform that does what the test says with each batch.</summary>
internal class ScriptedTransform(Action<RecordBatch, IEmitter> process, params TableSchema[] tables) : ITransform
{
    public static ScriptedTransform Passing => new(Pass);

    public static void Pass(RecordBatch batch, IEmitter emitter)
    {
        batch.AddReference();
        emitter.Emit(batch);
    }

    /// <summary>Emits the rows whose number is even.</summary>
    public static void KeepEven(RecordBatch batch, IEmitter emitter)
    {
        var numbers = batch.Column<ulong>(0);
        var rows = new List<int>();
        for (var row = 0; row < batch.Rows; row++)
            if (numbers[row] % 2 == 0)
                rows.Add(row);
        emitter.Emit(batch.Take(rows.ToArray(), emitter.Arena));
        emitter.Tally.Filter(batch.Rows - rows.Count);
    }

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs) => tables.Length > 0 ? tables : inputs;

    public void Process(RecordBatch batch, IEmitter emitter) => process(batch, emitter);
}
