namespace Pipeline.Host.Tests.Doubles;

/// <summary>A transform that several workers may share.</summary>
internal sealed class PartitionedTransform(Action<RecordBatch, IEmitter> process, params string[] columns) : ScriptedTransform(process), IPartitioned
{
    public IReadOnlyList<string> PartitionBy => columns;
}
