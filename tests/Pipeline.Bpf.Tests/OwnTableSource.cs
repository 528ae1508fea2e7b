using Pipeline.Bpf.Reading;

namespace Pipeline.Bpf.Tests;

/// <summary>A source with a table of its own, beside those of an object's programs or alone: each reading tells how many there were.</summary>
internal sealed class OwnTableSource(string? name, TimeSpan interval, int? maxSeries = null) : KernelSource(
    name is null ? null : Fixture.Spec(name),
    new BpfSettings { Options = name is null ? new Dictionary<string, object>() : Measure.Settings().Options, HostPid = 0, MaxSeries = maxSeries },
    new ReadSettings(TimeSpan.FromMilliseconds(10), interval),
    new SourceContext(),
    [Own])
{
    private long _readings;
    private bool _disposed;

    internal static TableSchema Own { get; } = new("own", TableKind.Metric, [new("readings", ColumnType.I64) { Instrument = Instrument.Counter }]);

    internal long Readings => Volatile.Read(ref _readings);

    internal bool IsAttached { get; private set; }

    internal bool IsDisposed => _disposed;

    protected override void Attached(BpfObject loaded, CancellationToken stop) => IsAttached = true;

    protected override void ReadOwn(SourceOutput output)
    {
        using var rows = new BatchBuilder(Own, output.Emitter.Arena, 1);
        rows.AddRow();
        rows.Set(0, Volatile.Read(ref _readings) + 1);
        output.Meet(1);
        output.Emitter.Tally.Create(1);
        output.Emitter.Emit(rows.Build(output.Emitter.Origin, output.Sequence++)!);
        Volatile.Write(ref _readings, _readings + 1);
    }

    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }
}
