using System.Text;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols;
using Pipeline.Transforms.Protocols.Tls;

namespace Pipeline.Protocols.Tests.Tls;

/// <summary>A row of <c>tls_events</c>, copied.</summary>
internal sealed record TlsRow(
    ulong Connection, string ServerName, string Offers, string Version, string Cipher, string NextProtocol, string Group, string Ja4, bool IsResumed, bool IsRetried,
    string Alert, int AlertBy, int ResponseType, string Request, string Response, long Time, long Latency, byte Role)
{
    public static List<TlsRow> Of(IEnumerable<Said> pieces, Action<ProtocolRun>? after = null)
    {
        List<TlsRow> rows = [];
        using var run = new ProtocolRun(new ProtocolsOptions { MaxBody = new ByteSize(4096) }) { OnRow = (batch, row) => rows.Add(Of(batch, row)) };
        run.Feed(pieces);
        run.Finish();
        after?.Invoke(run);
        return rows;
    }

    public static TlsRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        Text(batch, TlsTable.ServerName, row),
        List(batch.Cell(TlsTable.Alpn, row)),
        Text(batch, TlsTable.Version, row),
        Text(batch, TlsTable.Cipher, row),
        Text(batch, TlsTable.NextProtocol, row),
        Text(batch, TlsTable.Group, row),
        Text(batch, TlsTable.Ja4, row),
        batch.Column<byte>(TlsTable.Resumed)[row] != 0,
        batch.Column<byte>(TlsTable.Retried)[row] != 0,
        Text(batch, TlsTable.Alert, row),
        batch.Column<byte>(TlsTable.AlertedBy)[row],
        batch.Column<byte>(TlsTable.ResponseType)[row],
        Text(batch, TlsTable.RequestBody, row),
        Text(batch, TlsTable.ResponseBody, row),
        batch.Column<long>(0)[row],
        batch.Column<long>(TlsTable.Latency)[row],
        batch.Column<byte>(7)[row]);

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));

    private static string List(ReadOnlySpan<byte> cell)
    {
        List<string> texts = [];
        foreach (var text in new Utf8List(cell))
            texts.Add(Encoding.UTF8.GetString(text));
        return string.Join(",", texts);
    }
}
