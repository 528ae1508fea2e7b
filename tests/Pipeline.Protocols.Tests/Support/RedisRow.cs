using System.Text;
using Pipeline.Transforms.Protocols.Redis;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>A row of <c>redis_events</c>, copied. Arguments have a bar between them.</summary>
internal sealed record RedisRow(
    ulong Connection, long Time, string Command, string Arguments, ulong ArgumentCount, ulong RequestSize, string Query, string Database,
    string Response, string Kind, string Error, ulong Count, ulong ResponseSize, long Latency, byte Role, ushort LocalPort)
{
    public static RedisRow Of(RecordBatch batch, int row) => new(
        batch.Column<ulong>(11)[row],
        batch.Column<long>(0)[row],
        Text(batch, RedisTable.Command, row),
        List(batch.Cell(RedisTable.Arguments, row)),
        batch.Column<ulong>(RedisTable.ArgumentCount)[row],
        batch.Column<ulong>(RedisTable.RequestSize)[row],
        Text(batch, RedisTable.Query, row),
        Text(batch, RedisTable.Database, row),
        Text(batch, RedisTable.Response, row),
        batch.Schema.Columns[RedisTable.Kind].Type.Names.Single(n => n.Value == batch.Column<byte>(RedisTable.Kind)[row]).Name,
        Text(batch, RedisTable.Error, row),
        batch.Column<ulong>(RedisTable.Count)[row],
        batch.Column<ulong>(RedisTable.ResponseSize)[row],
        batch.Column<long>(RedisTable.Latency)[row],
        batch.Column<byte>(7)[row],
        batch.Column<ushort>(6)[row]);

    private static string Text(RecordBatch batch, int ordinal, int row) => Encoding.UTF8.GetString(batch.Text(ordinal, row));

    private static string List(ReadOnlySpan<byte> cell)
    {
        var texts = new List<string>();
        foreach (var text in new Utf8List(cell))
            texts.Add(Encoding.UTF8.GetString(text));
        return string.Join('|', texts);
    }
}
