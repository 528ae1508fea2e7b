using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>A command with its response: a row. Used again for the next.</summary>
internal sealed class MyExchange : IRow
{
    private Endpoints _endpoints;
    private MySession? _session;

    public MyCommand Command { get; set; }

    /// <summary>The packet behind the command, as far as it is looked at.</summary>
    public ByteList Body { get; } = new();

    /// <summary>Whether that is all of it.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Parameters whose values were sent before, a bit each.</summary>
    public ulong LongData { get; set; }

    /// <summary>Of the last packet of the request: the response goes on with the next.</summary>
    public byte Number { get; set; }

    public ByteList Request { get; } = new();

    public ByteList Response { get; } = new();

    public ByteList Operation { get; } = new();

    public ByteList Collection { get; } = new();

    public ByteList Error { get; } = new();

    public ByteList SqlState { get; } = new();

    public MyStatus Status { get; set; }

    public uint Statement { get; set; }

    public ulong Returned { get; set; }

    public ulong Affected { get; set; }

    public uint Warnings { get; set; }

    public ulong RequestSize { get; set; }

    public ulong ResponseSize { get; set; }

    public long Time { get; private set; }

    /// <summary>When the last byte of the response was moved.</summary>
    public long EndTime { get; set; }

    public int Charged { get; set; }

    public int Memory => Body.Capacity + Request.Capacity + Response.Capacity + Operation.Capacity + Collection.Capacity + 300;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    public void Begin(IConnection connection, MySession session, MyCommand command, long time) =>
        (_endpoints, _session, Command, Time, EndTime, Status) = (connection.Endpoints, session, command, time, time, MyStatus.Unknown);

    public void Clear()
    {
        Body.Clear();
        Request.Clear();
        Response.Clear();
        Operation.Clear();
        Collection.Clear();
        Error.Clear();
        SqlState.Clear();
        (Statement, Returned, Affected, Warnings, RequestSize, ResponseSize, LongData, Charged) = (0, 0, 0, 0, 0, 0, 0, 0);
        (IsWhole, Number, _session) = (false, 0, null);
    }

    public void Write(BatchBuilder rows)
    {
        rows.Set(MyTable.Command, (byte)Command);
        rows.Set(MyTable.Request, Request.Bytes);
        rows.Set(MyTable.Status, (byte)Status);
        rows.Set(MyTable.Response, Response.Bytes);
        rows.Set(MyTable.System, _session!.IsMariaDb ? (byte)1 : (byte)0);
        rows.Set(MyTable.Database, _session.Database.Bytes);
        rows.Set(MyTable.User, _session.User.Bytes);
        rows.Set(MyTable.Operation, Operation.Bytes);
        rows.Set(MyTable.Collection, Collection.Bytes);
        rows.Set(MyTable.Statement, Statement);
        rows.Set(MyTable.Returned, Returned);
        rows.Set(MyTable.Affected, Affected);
        rows.Set(MyTable.ErrorCode, Error.Bytes);
        rows.Set(MyTable.SqlState, SqlState.Bytes);
        rows.Set(MyTable.Warnings, Warnings);
        rows.Set(MyTable.RequestSize, RequestSize);
        rows.Set(MyTable.ResponseSize, ResponseSize);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(MyTable.Latency, Math.Max(0, EndTime - Time));
    }
}
