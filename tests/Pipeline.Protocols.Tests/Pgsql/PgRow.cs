using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using Pipeline.Transforms.Protocols.Pgsql;

namespace Pipeline.Protocols.Tests.Pgsql;

/// <summary>A row of <c>pgsql_events</c>, copied. Parameters have a bar between them.</summary>
internal sealed record PgRow(
    ulong Connection, long Time, string Command, string Request, string Parameters, string Statement, string Operation, string Collection, string Database, string User,
    string Response, ulong Returned, ulong Affected, string SqlState, string Transaction, uint Notices, ulong RequestSize, ulong ResponseSize, long Latency, byte Role)
{
    public static PgRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        Text(batch, PgTable.Command, row),
        Text(batch, PgTable.Request, row),
        List(batch.Cell(PgTable.Parameters, row)),
        Text(batch, PgTable.Statement, row),
        Text(batch, PgTable.Operation, row),
        Text(batch, PgTable.Collection, row),
        Text(batch, PgTable.Database, row),
        Text(batch, PgTable.User, row),
        Text(batch, PgTable.Response, row),
        batch.Column<ulong>(PgTable.Returned)[row],
        batch.Column<ulong>(PgTable.Affected)[row],
        Text(batch, PgTable.SqlState, row),
        batch.Schema.Columns[PgTable.Transaction].Type.Names.Single(n => n.Value == batch.Column<byte>(PgTable.Transaction)[row]).Name,
        batch.Column<uint>(PgTable.Notices)[row],
        batch.Column<ulong>(PgTable.RequestSize)[row],
        batch.Column<ulong>(PgTable.ResponseSize)[row],
        batch.Column<long>(PgTable.Latency)[row],
        batch.Column<byte>(7)[row]);

    /// <summary>A run whose rows of PostgreSQL go to a list.</summary>
    public static ProtocolRun Run(List<PgRow> rows, ProtocolsOptions? options = null) => new(options)
    {
        OnRow = (batch, row) =>
        {
            if (batch.Schema.Name == "pgsql_events")
                rows.Add(Of(batch, row));
        },
    };

    /// <summary>The rows of a talk that is closed at its end.</summary>
    public static List<PgRow> Of(Talk talk, ProtocolsOptions? options = null)
    {
        List<PgRow> rows = [];
        using var run = Run(rows, options);
        run.Feed(talk.Pieces);
        run.Close(talk);
        return rows;
    }

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));

    private static string List(ReadOnlySpan<byte> cell)
    {
        var texts = new List<string>();
        foreach (var text in new Utf8List(cell))
            texts.Add(Encoding.UTF8.GetString(text));
        return string.Join('|', texts);
    }
}
