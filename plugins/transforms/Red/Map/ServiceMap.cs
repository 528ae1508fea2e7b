using Pipeline.Grouping;
using Pipeline.Text;
using Pipeline.Transforms.Red.Inputs;
using Pipeline.Transforms.Red.Series;

namespace Pipeline.Transforms.Red.Map;

/// <summary>
/// The table <c>service_map</c>: who calls whom. A call between two processes of this machine is told of twice, by the server's row and the client's; the server's is
/// counted, the client's lends its name. Which of them comes first is open, so a call of a connection of which only one end has told waits for the other. One that tells
/// later than that finds its calls counted, and is not counted again.
/// One thread at a time.
/// </summary>
internal sealed unsafe class ServiceMap : IDisposable
{
    private const string Name = "service_map";

    private readonly RedOptions _options;
    private readonly TimeProvider _time;
    private readonly SeriesKey _key;
    private readonly EdgeState _state = new();
    private readonly Connections _connections = new();
    private readonly WaitingCalls _waiting = new();
    private readonly ByteBuffer _client = new(64);
    private readonly ByteBuffer _server = new(64);
    private readonly long _patience;
    private long _now;
    private long _second;

    public ServiceMap(RedOptions options, IComponentContext context)
    {
        (_options, _time) = (options, context.Environment.Time);
        _patience = (long)(options.Wait.TotalSeconds * _time.TimestampFrequency);
        var keys = KeySchema.Made(
        [
            new("client", ColumnType.Utf8) { Help = "Who calls: a process of this machine, or an address.", Width = 15 },
            new("server", ColumnType.Utf8) { Help = "Who answers.", Width = 15 },
            new("server_addr", ColumnType.Ip) { Help = "Address of who answers.", Heading = "", Attribute = "server.address" },
            new("server_port", ColumnType.U16) { Help = "Port of who answers.", Heading = "SPORT", Attribute = "server.port" },
            new("protocol", ColumnType.Utf8) { Help = "What they speak.", Heading = "PROTO", Width = 10 },
            new("encrypted", ColumnType.Bool) { Help = "Whether the connection is encrypted.", Heading = "" },
        ]);
        _key = new SeriesKey(keys);
        Table = GroupedTable.Make(Name, "Who calls whom, how often and how well.", keys, [.. EdgeState.Columns(options.Temporality).Select(c => (c, "inputs"))]);
        Groups = new Groups(options, context, keys, _state, [new GroupOutput(Table, _state, 0)]);
    }

    public TableSchema Table { get; }

    public Groups Groups { get; }

    /// <summary>To be called before the calls of a batch are added.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the first edge or connection.</exception>
    public void Prepare(Arena arena)
    {
        Groups.Table.Prepare(arena);
        _connections.Prepare(arena);
        _now = _time.GetTimestamp();
    }

    /// <summary>Takes a call in.</summary>
    public void Add(in Call call, Arena arena)
    {
        var one = MapCall.Of(call);
        var connection = one.Ends.IsKnown ? _connections.Find(one.Ends) : null;
        if (connection is null)
        {
            Count(one, default);
            return;
        }

        connection->Learn(one.Side, one.Own);
        if (connection->HasBoth || connection->IsOneSided != 0)
        {
            Settle(one, connection);
            return;
        }

        if (_waiting.IsFull)
            SettleFirst();
        one.Until = _now + _patience;
        if (!_waiting.TryAdd(arena, one))
            Settle(one, connection);
    }

    /// <summary>Counts the calls that have waited long enough; at the end of the inputs all of them.</summary>
    public void Settle(bool isLast)
    {
        _now = _time.GetTimestamp();
        while (!_waiting.IsEmpty && (isLast || _waiting.First.Until <= _now))
            SettleFirst();
        if (_now - _second < _time.TimestampFrequency)
            return;
        _second = _now;
        _connections.EndSecond();
    }

    /// <summary>To be called before the rows of the interval are made.</summary>
    public void BeginRows() => _state.Now = Epochs.Now(_time);

    public void Dispose()
    {
        Groups.Dispose();
        _connections.Dispose();
        _waiting.Dispose();
    }

    private void SettleFirst()
    {
        ref var first = ref _waiting.First;
        var connection = _connections.Look(first.Ends);
        if (connection is null)
        {
            Count(first, default);
        }
        else
        {
            var own = first.Side == Side.Client ? connection->Client : connection->Server;
            // A later connection with the same ends knows nothing of this one.
            if (own.Connection != first.Own.Connection)
                Count(first, default);
            else
                Settle(first, connection);
        }

        _waiting.RemoveFirst();
    }

    private void Settle(in MapCall call, ConnectionState* connection)
    {
        if (!connection->HasBoth)
        {
            connection->CountAlone(call);
            Count(call, default);
        }
        else if (call.Side == Side.Server && !connection->TakeCounted(call))
        {
            Count(call, connection->Client);
        }
    }

    private void Count(in MapCall call, in ProcessEnd other)
    {
        NodeText.Write(_client, _options.Nodes, call.Side == Side.Client ? call.Own : other, call.Ends.Client);
        NodeText.Write(_server, _options.Nodes, call.Side == Side.Server ? call.Own : other, call.Ends.Server);
        ReadOnlySpan<byte> protocol = call.Protocol;
        _key.Begin();
        _key.Text(_client.Written);
        _key.Text(_server.Written);
        _key.Text(protocol.TrimEnd((byte)0));
        _key.Number(call.Ends.Server);
        _key.Number(call.Ends.ServerPort);
        _key.Number(call.Encrypted);
        var edge = _key.FindIn(Groups.Table);
        EdgeState.Add(Groups.Table.State(edge), call, Groups.Table.Header(edge)->Start);
    }
}
