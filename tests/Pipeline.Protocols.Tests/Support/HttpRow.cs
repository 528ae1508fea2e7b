using System.Text;
using Pipeline.Transforms.Protocols.Http;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>A row of <c>http_events</c>, copied.</summary>
internal sealed record HttpRow(
    ulong Connection, long Time, string Method, string Path, string RequestHeaders, string RequestBody, ulong RequestSize,
    int Status, string Message, string ResponseHeaders, string ResponseBody, ulong ResponseSize, long Latency, byte Role)
{
    public int Major { get; init; } = 1;

    public int ContentType { get; init; }

    public uint Stream { get; init; }

    public string Trailers { get; init; } = "";

    public string Rpc { get; init; } = "";

    public string RpcMethod { get; init; } = "";

    public string GrpcStatus { get; init; } = "";

    public (ulong Request, ulong Response) Messages { get; init; }

    public string Error { get; init; } = "";

    public static HttpRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        Text(batch, HttpTable.Method, row),
        Text(batch, HttpTable.Path, row),
        Map(batch.Cell(HttpTable.RequestHeaders, row)),
        Text(batch, HttpTable.RequestBody, row),
        batch.Column<ulong>(HttpTable.RequestBodySize)[row],
        batch.Column<ushort>(HttpTable.Status)[row],
        Text(batch, HttpTable.Message, row),
        Map(batch.Cell(HttpTable.ResponseHeaders, row)),
        Text(batch, HttpTable.ResponseBody, row),
        batch.Column<ulong>(HttpTable.ResponseBodySize)[row],
        batch.Column<long>(HttpTable.Latency)[row],
        batch.Column<byte>(7)[row])
    {
        Major = batch.Column<byte>(HttpTable.MajorVersion)[row],
        ContentType = batch.Column<byte>(HttpTable.ContentTypeOf)[row],
        Stream = batch.Column<uint>(HttpTable.StreamId)[row],
        Trailers = Map(batch.Cell(HttpTable.ResponseTrailers, row)),
        Rpc = Text(batch, HttpTable.RpcSystem, row),
        RpcMethod = Text(batch, HttpTable.RpcMethod, row),
        GrpcStatus = Text(batch, HttpTable.GrpcStatus, row),
        Messages = (batch.Column<ulong>(HttpTable.RequestMessages)[row], batch.Column<ulong>(HttpTable.ResponseMessages)[row]),
        Error = Text(batch, HttpTable.Error, row),
    };

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.Latin1.GetString(batch.Text(ordinal, row));

    /// <summary>Entries as <c>name=value</c>; a list's values with a bar between them.</summary>
    public static string Map(ReadOnlySpan<byte> cell)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in new AttributeMap(cell))
        {
            text.Append(text.Length > 0 ? "; " : "").Append(Encoding.Latin1.GetString(key)).Append('=');
            if (value.Kind == AttributeKind.Utf8)
            {
                text.Append(Encoding.Latin1.GetString(value.Bytes));
                continue;
            }

            var first = true;
            foreach (var one in value.List)
            {
                text.Append(first ? "" : "|").Append(Encoding.Latin1.GetString(one.Bytes));
                first = false;
            }
        }

        return text.ToString();
    }
}
