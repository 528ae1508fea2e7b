using System.Collections.Immutable;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>Queries to a name server, each from another port, and its responses with one to four addresses behind an alias, as rows of <c>conn_data</c>.</summary>
internal static class DnsTraffic
{
    private const int Exchanges = 4096;
    private const int HeaderBytes = 12;

    private static readonly (string Name, ColumnType Type)[] Columns =
    [
        ("time", ColumnType.Time), ("conn_id", ColumnType.U64), ("position", ColumnType.U64), ("size", ColumnType.U32), ("remote_addr", ColumnType.Ip),
        ("remote_port", ColumnType.U16), ("transport", ColumnType.U8), ("direction", ColumnType.U8), ("datagram", ColumnType.Bool), ("payload", ColumnType.Bytes),
    ];

    internal static TableSchema Table { get; } = new("conn_data", TableKind.Bytes, [.. Columns.Select(c => new ColumnSchema(c.Name, c.Type))]);

    internal static RecordBatch Build(Arena arena)
    {
        using var rows = new BatchBuilder(Table, arena, 2 * Exchanges);
        for (var i = 0; i < Exchanges; i++)
        {
            byte[] question = [.. Name($"host{i}.example.com"), 0, 1, 0, 1];
            Add(rows, i, isIngress: true, [.. Header(i, 0x0100, answers: 0), .. question, .. Options]);
            var answers = 1 + i % 4;
            // Names are compressed: the question's, the alias behind it, and the rest of that in the question.
            byte[] alias = [0xC0, 12, 0, 5, 0, 1, 0, 0, 1, 44, 0, 6, 3, .. "cdn"u8, 0xC0, (byte)(HeaderBytes + $"host{i}".Length + 1)];
            var addresses = Enumerable.Range(0, answers).SelectMany(n => (byte[])[0xC0, (byte)(HeaderBytes + question.Length + 12), 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, (byte)n]);
            Add(rows, i, isIngress: false, [.. Header(i, 0x8180, answers + 1), .. question, .. alias, .. addresses, .. Options]);
        }

        return rows.Build(new BatchOrigin("here", "dns", 1), 0)!;
    }

    /// <summary>Bytes of all messages.</summary>
    internal static double BytesOf(RecordBatch batch) => Enumerable.Range(0, batch.Rows).Sum(row => (double)batch.Cell(9, row).Length);

    private static ReadOnlySpan<byte> Options => [0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0];

    private static byte[] Header(int id, int bits, int answers) => [(byte)(id >> 8), (byte)id, (byte)(bits >> 8), (byte)bits, 0, 1, 0, (byte)answers, 0, 0, 0, 1];

    private static ImmutableArray<byte> Name(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];

    private static void Add(BatchBuilder rows, int exchange, bool isIngress, byte[] message)
    {
        rows.AddRow();
        rows.Set(0, exchange * 1000L);
        rows.Set(1, 1UL);
        rows.Set(3, (uint)message.Length);
        rows.Set(5, (ushort)(1024 + exchange));
        rows.Set(6, (byte)17);
        rows.Set(7, isIngress ? (byte)1 : (byte)0);
        rows.Set(8, (byte)1);
        rows.Set(9, message);
    }
}
