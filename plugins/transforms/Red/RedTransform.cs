using System.Collections.Immutable;
using Pipeline.Expressions;
using Pipeline.Grouping;
using Pipeline.Transforms.Red.Conventions;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Map;
using Pipeline.Transforms.Red.Paths;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red;

/// <summary>Makes of calls the metrics that OpenTelemetry's conventions name, and the map of who calls whom.</summary>
internal sealed class RedTransform(RedOptions options, IComponentContext context) : ITransform, IFlushing, IFinishing, IDisposable
{
    private readonly PathTree _paths = new(options.PathValues);
    private readonly Family?[,] _families = new Family?[Enum.GetValues<CallKind>().Length, 2];
    private readonly ServiceMap _map = new(options, context);
    private PerTable<SpanTable?>? _inputs;
    private ImmutableArray<Family> _all = [];
    private long _absorbed;

    public TimeSpan FlushInterval => options.Interval;

    public bool SettlesWhenAbsorbed => true;

    public IReadOnlyList<TableSchema> Bind(IReadOnlyList<TableSchema> inputs)
    {
        _inputs = new PerTable<SpanTable?>(inputs, SpanTable.Bind);
        SpanTable[] calls = [.. _inputs.All.OfType<SpanTable>()];
        if (calls.Length == 0)
            throw new OptionException("inputs", "no input has calls (expected a span table with attributes of OpenTelemetry's conventions, such as http_events)");
        var by = ByColumns.Bind(options.By, [.. calls.Select(c => c.Schema)]);
        foreach (var kind in calls.SelectMany(c => c.Kinds).Distinct().Order())
            foreach (var side in Enum.GetValues<Side>())
                _families[(int)kind, (int)side] = new Family(Make(kind, side), by, options, context);
        _all = [.. _families.Cast<Family?>().OfType<Family>()];
        return [.. _all.SelectMany(f => f.Tables), _map.Table];
    }

    public void Process(RecordBatch batch, IEmitter emitter)
    {
        if (_inputs!.Of(batch.Schema) is not { } table)
        {
            emitter.Tally.Filter(batch.Rows);
            return;
        }

        Prepare(table, emitter.Arena);
        _map.Settle(isLast: false);
        var calls = 0;
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!table.IsCall(batch, row))
                continue;
            calls++;
            var call = table.Read(batch, row);
            _families[(int)call.Kind, (int)call.Side]!.Add(call);
            _map.Add(call, emitter.Arena);
        }

        emitter.Tally.Filter(batch.Rows - calls);
        emitter.Tally.Hold(calls);
        _absorbed += calls;
    }

    public void Finish(IEmitter emitter) => _map.Settle(isLast: true);

    public void Flush(IEmitter emitter)
    {
        _map.Settle(isLast: false);
        _map.BeginRows();
        // All tables end their interval, or none: what is told of rows must not be forgotten in one and told once more in another.
        try
        {
            foreach (var groups in AllGroups)
                groups.Prepare(emitter.Arena, groups.Due());
        }
        catch (ArenaExhaustedException)
        {
            foreach (var groups in AllGroups)
                groups.Discard();
            throw;
        }

        foreach (var groups in AllGroups)
            groups.Commit(emitter);
        emitter.Tally.Free(_absorbed);
        emitter.Tally.Consume(_absorbed);
        _absorbed = 0;
    }

    public void Dispose()
    {
        foreach (var family in _all)
            family.Dispose();
        _map.Dispose();
        _paths.Dispose();
    }

    private IEnumerable<Groups> AllGroups => _all.Select(f => f.Groups).Append(_map.Groups);

    /// <summary>Rents what each table needs for its first group, before any row is counted: a batch is counted whole or dropped whole.</summary>
    private void Prepare(SpanTable table, Arena arena)
    {
        _paths.Prepare(arena);
        _map.Prepare(arena);
        foreach (var kind in table.Kinds)
            foreach (var side in (ReadOnlySpan<Side>)[Side.Client, Side.Server])
                _families[(int)kind, (int)side]!.Groups.Table.Prepare(arena);
    }

    private Convention Make(CallKind kind, Side side) => kind switch
    {
        CallKind.Http => new HttpConvention(side, _paths),
        CallKind.Rpc => new RpcConvention(side),
        CallKind.Database => new DatabaseConvention(side),
        CallKind.Messaging => new MessagingConvention(side),
        _ => new DnsConvention(side),
    };
}
