using Pipeline.Protocols;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What was asked and what came of it: a row. Used again for the next.</summary>
internal sealed class PgExchange : IRow
{
    private const int MostName = 256;

    private Endpoints _endpoints;
    private PgSession? _session;

    public PgCommand Command { get; private set; }

    public ByteList Request { get; } = new();

    /// <summary>Values of parameters, as a list's cell.</summary>
    public ByteList Parameters { get; } = new();

    public ByteList Statement { get; } = new();

    public ByteList Operation { get; } = new();

    public ByteList Collection { get; } = new();

    public ByteList Response { get; } = new();

    public ByteList SqlState { get; } = new();

    public ulong Returned { get; set; }

    public ulong Affected { get; set; }

    public uint Notices { get; set; }

    public PgTransaction Transaction { get; set; }

    public ulong RequestSize { get; set; }

    public ulong ResponseSize { get; set; }

    public long Time { get; private set; }

    /// <summary>When the last byte of the response was moved.</summary>
    public long EndTime { get; set; }

    public int Memory => Request.Capacity + Parameters.Capacity + Statement.Capacity + Operation.Capacity + Collection.Capacity + Response.Capacity + SqlState.Capacity;

    public ref readonly Endpoints Endpoints => ref _endpoints;

    private static ReadOnlySpan<byte> NameOf(PgCommand command) => command switch
    {
        PgCommand.Sync => "Sync"u8,
        PgCommand.Close => "Close"u8,
        PgCommand.Describe => "Describe"u8,
        PgCommand.Parse => "Parse"u8,
        PgCommand.Bind => "Bind"u8,
        PgCommand.Execute => "Execute"u8,
        PgCommand.Query => "Query"u8,
        PgCommand.FunctionCall => "FunctionCall"u8,
        PgCommand.Startup => "Startup"u8,
        PgCommand.Cancel => "Cancel"u8,
        PgCommand.Notification => "Notification"u8,
        PgCommand.Error => "Error"u8,
        _ => default,
    };

    public void Begin(IConnection connection, PgSession session, long time) =>
        (_endpoints, _session, Time, EndTime) = (connection.Endpoints, session, time, time);

    /// <summary>It has this in it: of all that it has the one that says most names it.</summary>
    public void Add(PgCommand command) => Command = command > Command ? command : Command;

    /// <summary>It is about the prepared statement of this name.</summary>
    public void Name(ReadOnlySpan<byte> statement)
    {
        Statement.Clear();
        Readable.Add(Statement, statement, MostName, TextStyle.Plain);
    }

    /// <summary>Takes what is known of a statement.</summary>
    public void Take(PgStatement statement)
    {
        Request.Clear();
        Operation.Clear();
        Collection.Clear();
        Request.Add(statement.Text.Bytes);
        Operation.Add(statement.Operation.Bytes);
        Collection.Add(statement.Collection.Bytes);
    }

    public void Clear()
    {
        Request.Clear();
        Parameters.Clear();
        Statement.Clear();
        Operation.Clear();
        Collection.Clear();
        Response.Clear();
        SqlState.Clear();
        (Command, Transaction, Returned, Affected, Notices, RequestSize, ResponseSize, _session) = (PgCommand.None, PgTransaction.Unknown, 0, 0, 0, 0, 0, null);
    }

    public void Write(BatchBuilder rows)
    {
        rows.Set(PgTable.Command, NameOf(Command));
        rows.Set(PgTable.Request, Request.Bytes);
        rows.Set(PgTable.Parameters, Parameters.Bytes);
        rows.Set(PgTable.Statement, Statement.Bytes);
        rows.Set(PgTable.Operation, Operation.Bytes);
        rows.Set(PgTable.Collection, Collection.Bytes);
        rows.Set(PgTable.Database, _session!.Database.Bytes);
        rows.Set(PgTable.User, _session.User.Bytes);
        rows.Set(PgTable.Response, Response.Bytes);
        rows.Set(PgTable.Returned, Returned);
        rows.Set(PgTable.Affected, Affected);
        rows.Set(PgTable.SqlState, SqlState.Bytes);
        rows.Set(PgTable.Transaction, (byte)Transaction);
        rows.Set(PgTable.Notices, Notices);
        rows.Set(PgTable.RequestSize, RequestSize);
        rows.Set(PgTable.ResponseSize, ResponseSize);
        // Clocks of two CPUs may disagree by a little.
        rows.Set(PgTable.Latency, Math.Max(0, EndTime - Time));
    }
}
