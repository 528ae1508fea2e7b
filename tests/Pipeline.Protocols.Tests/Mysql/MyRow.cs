using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using Pipeline.Transforms.Protocols.Mysql;

namespace Pipeline.Protocols.Tests.Mysql;

/// <summary>A row of <c>mysql_events</c>, copied.</summary>
internal sealed record MyRow(
    ulong Connection, long Time, string Command, string Request, string Status, string Response, string System, string Database, string User, string Operation, string Collection,
    uint Statement, ulong Returned, ulong Affected, string Error, string SqlState, uint Warnings, ulong RequestSize, ulong ResponseSize, long Latency, byte Role)
{
    public static MyRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        Name(batch, MyTable.Command, row),
        Text(batch, MyTable.Request, row),
        Name(batch, MyTable.Status, row),
        Text(batch, MyTable.Response, row),
        Name(batch, MyTable.System, row),
        Text(batch, MyTable.Database, row),
        Text(batch, MyTable.User, row),
        Text(batch, MyTable.Operation, row),
        Text(batch, MyTable.Collection, row),
        batch.Column<uint>(MyTable.Statement)[row],
        batch.Column<ulong>(MyTable.Returned)[row],
        batch.Column<ulong>(MyTable.Affected)[row],
        Text(batch, MyTable.ErrorCode, row),
        Text(batch, MyTable.SqlState, row),
        batch.Column<uint>(MyTable.Warnings)[row],
        batch.Column<ulong>(MyTable.RequestSize)[row],
        batch.Column<ulong>(MyTable.ResponseSize)[row],
        batch.Column<long>(MyTable.Latency)[row],
        batch.Column<byte>(7)[row]);

    /// <summary>A run whose rows of MySQL go to a list.</summary>
    public static ProtocolRun Run(List<MyRow> rows, ProtocolsOptions? options = null) => new(options)
    {
        OnRow = (batch, row) =>
        {
            if (batch.Schema.Name == "mysql_events")
                rows.Add(Of(batch, row));
        },
    };

    /// <summary>The rows of a talk that is closed at its end.</summary>
    public static List<MyRow> Of(Talk talk, ProtocolsOptions? options = null)
    {
        List<MyRow> rows = [];
        using var run = Run(rows, options);
        run.Feed(talk.Pieces);
        run.Close(talk);
        return rows;
    }

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));

    private static string Name(RecordBatch batch, int ordinal, int row) =>
        batch.Schema.Columns[ordinal].Type.Names.Single(n => n.Value == batch.Column<byte>(ordinal)[row]).Name;
}
