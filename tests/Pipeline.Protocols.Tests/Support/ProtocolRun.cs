using System.Runtime.InteropServices;
using System.Text;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>The transform run as a host runs it, with its books checked at each step.</summary>
internal sealed class ProtocolRun : IDisposable
{
    private readonly CollectingEmitter _emitter;
    private readonly ProtocolsTransform _transform;
    private long _in;

    public ProtocolRun(ProtocolsOptions? options = null, long memory = 256 << 20)
    {
        _emitter = new CollectingEmitter(memory);
        _transform = new ProtocolsTransform(options ?? new ProtocolsOptions(), new LentContext(Clock));
        _transform.Bind([StreamTables.Data, StreamTables.Events, StreamTables.Other]);
    }

    public SetClock Clock { get; } = new();

    public List<HttpRow> Rows { get; } = [];

    public List<RedisRow> Commands { get; } = [];

    public List<DnsRow> DnsRows { get; } = [];

    /// <summary>Rows of other tables, where nobody else is called with them.</summary>
    public List<TableRow> Others { get; } = [];

    /// <summary>Rows of all tables of protocols, where somebody wants them.</summary>
    public List<TableRow>? All { get; init; }

    /// <summary>Called with each row of other tables, which is gone afterwards.</summary>
    public Action<RecordBatch, int>? OnRow { get; init; }

    /// <summary>Sums of <c>protocol_stats</c>, by protocol and column.</summary>
    public Dictionary<string, ulong> Stats { get; } = [];

    /// <summary>Of this end.</summary>
    public ushort LocalPort { get; set; } = 80;

    public long Emitted { get; private set; }

    public Tally Tally => _emitter.Tally;

    /// <summary>The rows of whole talks, each closed at its end.</summary>
    public static List<HttpRow> RowsOf(params Talk[] talks)
    {
        using var run = new ProtocolRun();
        foreach (var talk in talks)
        {
            run.Feed(talk.Pieces);
            run.Close(talk);
        }

        run.Flush();
        return run.Rows;
    }

    /// <summary>Takes other tables than the tests' own.</summary>
    public void Bind(IReadOnlyList<TableSchema> tables) => _transform.Bind(tables);

    /// <summary>Hands pieces over in batches of a few.</summary>
    public void Feed(IEnumerable<Said> pieces, int rowsABatch = 7, string source = "test")
    {
        foreach (var chunk in pieces.Chunk(rowsABatch))
        {
            using var builder = new BatchBuilder(StreamTables.Data, _emitter.Arena, chunk.Length);
            foreach (var piece in chunk)
                Add(builder, piece, LocalPort);
            Process(builder.Build(new BatchOrigin("host", source, 0), (ulong)_in)!);
        }
    }

    public void Close(Talk talk) => Close(talk.End.Connection, talk.End.Sent, talk.End.Received, talk.End.Time);

    public void Close(ulong connection, ulong sent, ulong received, long time, bool isEncrypted = false, bool isOrderly = false)
    {
        using var builder = new BatchBuilder(StreamTables.Events, _emitter.Arena, 1);
        builder.AddRow();
        builder.Set(0, time);
        builder.Set(1, connection);
        builder.Set(2, (byte)1);
        builder.Set(3, sent);
        builder.Set(4, received);
        builder.Set(5, isEncrypted ? (byte)1 : (byte)0);
        builder.Set(6, isOrderly ? (byte)0 : (byte)4);
        Process(builder.Build(new BatchOrigin("host", "test", 0), (ulong)_in)!);
    }

    public void Process(RecordBatch batch)
    {
        _transform.Process(batch, _emitter);
        _in += batch.Rows;
        batch.Release();
        Collect();
        Assert.Equal(_in, Tally.Consumed + Tally.Filtered);
    }

    /// <summary>Lets time pass, and flushes as a host does, each second.</summary>
    public void Flush(TimeSpan after = default)
    {
        for (; after > TimeSpan.FromSeconds(1); after -= TimeSpan.FromSeconds(1))
            Halt(TimeSpan.FromSeconds(1));
        Halt(after);
    }

    /// <summary>Lets time pass, and flushes once.</summary>
    public void Halt(TimeSpan time)
    {
        Clock.Now += time;
        _transform.Flush(_emitter);
        Collect();
    }

    /// <summary>The inputs have ended.</summary>
    public void Finish()
    {
        _transform.Finish(_emitter);
        _transform.Flush(_emitter);
        Collect();
    }

    public ulong Stat(string column, string protocol = "http") => Stats.GetValueOrDefault($"{protocol}.{column}");

    public void Dispose()
    {
        _transform.Dispose();
        _emitter.Dispose();
        Assert.Equal(0, _emitter.Arena.InUse);
    }

    public static void Add(BatchBuilder builder, Said piece, ushort localPort = 80)
    {
        builder.AddRow();
        builder.Set(0, piece.Time);
        builder.Set(1, piece.Connection);
        builder.Set(2, piece.Position);
        builder.Set(3, (uint)piece.Size);
        builder.Set(4, piece.Pid);
        builder.Set(5, "nginx"u8);
        builder.Set(7, MemoryMarshal.Read<UInt128>(piece.Address));
        builder.Set(8, localPort);
        builder.Set(9, piece.Port);
        builder.Set(10, piece.Role);
        builder.Set(11, piece.IsIngress ? (byte)1 : (byte)0);
        builder.Set(12, piece.IsDatagram ? (byte)1 : (byte)0);
        builder.Set(13, piece.Payload);
        builder.Set(14, piece.Transport);
        builder.Set(15, piece.IsEncrypted ? (byte)1 : (byte)0);
    }

    private void Collect()
    {
        foreach (var batch in _emitter.Batches)
        {
            Emitted += batch.Rows;
            for (var row = 0; row < batch.Rows; row++)
                if (All is not null && batch.Schema.Name != "protocol_stats")
                    All.Add(TableRow.Of(batch, row));
                else if (batch.Schema.Name == "http_events")
                    Rows.Add(HttpRow.Of(batch, row));
                else if (batch.Schema.Name == "redis_events")
                    Commands.Add(RedisRow.Of(batch, row));
                else if (batch.Schema.Name == "dns_events")
                    DnsRows.Add(DnsRow.Of(batch, row));
                else if (batch.Schema.Name == "protocol_stats")
                    Sum(batch, row);
                else if (OnRow is { } take)
                    take(batch, row);
                else
                    Others.Add(TableRow.Of(batch, row));
        }

        _emitter.Dispose();
        Assert.Equal(Emitted, Tally.Created - Tally.Dropped.Values.Sum());
    }

    private void Sum(RecordBatch batch, int row)
    {
        var protocol = Encoding.UTF8.GetString(batch.Text(2, row));
        for (var column = 3; column < batch.Schema.Columns.Length; column++)
        {
            var key = $"{protocol}.{batch.Schema.Columns[column].Name}";
            Stats[key] = Stats.GetValueOrDefault(key) + batch.Column<ulong>(column)[row];
        }
    }
}
