using System.Text;
using Pipeline.Transforms.Protocols.Dns;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>A row of <c>dns_events</c>, copied.</summary>
internal sealed record DnsRow(
    ulong Connection, long Time, byte Role, ushort Port, string Transport, int Opcode, string Name, string Type, int Code, string Flags,
    string RequestHeader, string RequestBody, uint RequestSize, string ResponseHeader, string ResponseBody, uint ResponseSize, uint Retransmits, string Seen, long Latency)
{
    /// <summary>Data of the answers.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    public static DnsRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        batch.Column<byte>(7)[row],
        batch.Column<ushort>(4)[row],
        batch.Column<byte>(DnsTable.Transport)[row] == DnsTable.Tcp ? "tcp" : "udp",
        batch.Column<byte>(DnsTable.OpcodeOf)[row],
        Text(batch, DnsTable.QueryName, row),
        Text(batch, DnsTable.QueryType, row),
        batch.Column<ushort>(DnsTable.ResponseCode)[row],
        ((HeaderFlags)batch.Column<ushort>(DnsTable.Flags)[row]).ToString(),
        Text(batch, DnsTable.RequestHeader, row),
        Text(batch, DnsTable.RequestBody, row),
        batch.Column<uint>(DnsTable.RequestSize)[row],
        Text(batch, DnsTable.ResponseHeader, row),
        Text(batch, DnsTable.ResponseBody, row),
        batch.Column<uint>(DnsTable.ResponseSize)[row],
        batch.Column<uint>(DnsTable.Retransmits)[row],
        ((Seen)batch.Column<byte>(DnsTable.SeenOf)[row]).ToString(),
        batch.Column<long>(DnsTable.Latency)[row])
    {
        Answers = List(batch.Cell(DnsTable.Answers, row)),
    };

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));

    private static List<string> List(ReadOnlySpan<byte> cell)
    {
        var texts = new List<string>();
        foreach (var text in new Utf8List(cell))
            texts.Add(Encoding.UTF8.GetString(text));
        return texts;
    }
}
