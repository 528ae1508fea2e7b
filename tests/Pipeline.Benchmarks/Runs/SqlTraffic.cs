using System.Buffers.Binary;
using System.Text;

namespace Pipeline.Benchmarks.Runs;

/// <summary>What applications ask of databases, with what those answer: a third of it queries of some rows, the rest executions of statements that were prepared.</summary>
internal static class SqlTraffic
{
    private const int Requests = 6_000;
    private const int Rows = 10;

    private const string Query = "SELECT id, name, mail FROM users WHERE country = 'AT' AND id > 1000 ORDER BY id LIMIT 10";
    private const string Update = "UPDATE accounts SET balance = balance + $1 WHERE id = $2";

    private static readonly string[] Columns = ["id", "name", "mail"];

    /// <summary>How many requests <see cref="Pgsql"/> and <see cref="Mysql"/> have.</summary>
    internal static int Count => Requests;

    /// <summary>What a connection to PostgreSQL begins with, requests and responses in turn.</summary>
    internal static byte[][] PgsqlBeginning =>
    [
        [.. BigEndian(8 + 14), .. BigEndian(196608), .. "user\0bob\0\0"u8, 0, 0, 0, 0], [.. Message('R', new byte[4]), .. Message('Z', (byte)'I')],
        [.. Message('P', [.. Text("s1"), .. Text(Update), 0, 0]), .. Message('S')], [.. Message('1'), .. Message('Z', (byte)'I')],
    ];

    /// <summary>What a connection to MySQL begins with, requests and responses in turn.</summary>
    internal static byte[][] MysqlBeginning =>
    [
        [], Packet(0, [10, .. Text("8.0.36"), .. new byte[40], .. Text("mysql_native_password")]),
        Packet(1, [1, 0x82, 0, 0, 0, 0, 0, 1, 33, .. new byte[23], .. Text("bob"), 0]), Packet(2, 0, 0, 0, 2, 0, 0, 0),
        Packet(0, [22, .. Encoding.ASCII.GetBytes(Update.Replace("$1", "?", StringComparison.Ordinal).Replace("$2", "?", StringComparison.Ordinal))]),
        [.. Packet(1, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0), .. Packet(2, Column("?")), .. Packet(3, Column("?")), .. Packet(4, 0xFE, 0, 0, 2, 0)],
    ];

    /// <summary>Requests and responses in turn.</summary>
    internal static byte[][] Pgsql()
    {
        byte[] query = Message('Q', Text(Query)), row = Message('D', [0, 3, .. Value("1234"), .. Value("Adalbert Stifter"), .. Value("adalbert@example.org")]);
        byte[] rows =
        [
            .. Message('T', [0, 3, .. Columns.SelectMany(n => (byte[])[.. Text(n), .. new byte[6], 0, 0, 0, 25, .. new byte[8]])]), .. Enumerable.Repeat(row, Rows).SelectMany(r => r),
            .. Message('C', Text("SELECT 10")), .. Message('Z', (byte)'I'),
        ];
        byte[] execution = [.. Message('B', [0, .. Text("s1"), 0, 0, 0, 2, .. Value("250"), .. Value("4711"), 0, 0]), .. Message('E', 0, 0, 0, 0, 0), .. Message('S')];
        byte[] done = [.. Message('2'), .. Message('C', Text("UPDATE 1")), .. Message('Z', (byte)'I')];
        return [.. Enumerable.Range(0, Requests).SelectMany(i => i % 3 == 0 ? (byte[][])[query, rows] : [execution, done])];
    }

    /// <summary>Requests and responses in turn.</summary>
    internal static byte[][] Mysql()
    {
        byte[] query = Packet(0, [3, .. Encoding.ASCII.GetBytes(Query)]), row = [.. Counted("1234"), .. Counted("Adalbert Stifter"), .. Counted("adalbert@example.org")];
        byte[] rows =
        [
            .. Packet(1, 3), .. Packet(2, Column("id")), .. Packet(3, Column("name")), .. Packet(4, Column("mail")), .. Packet(5, 0xFE, 0, 0, 2, 0), .. Enumerable.Range(6, Rows).SelectMany(n => Packet(n, row)),
            .. Packet(6 + Rows, 0xFE, 0, 0, 2, 0),
        ];
        var execution = Packet(0, 23, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 0, 3, 0, 250, 0, 0, 0, 1, 2, 0, 0);
        var done = Packet(1, 0, 1, 0, 2, 0, 0, 0);
        return [.. Enumerable.Range(0, Requests).SelectMany(i => i % 3 == 0 ? (byte[][])[query, rows] : [execution, done])];
    }

    private static byte[] Message(char letter, params byte[] body) => [(byte)letter, .. BigEndian(body.Length + 4), .. body];

    private static byte[] Packet(int number, params byte[] payload) => [(byte)payload.Length, (byte)(payload.Length >> 8), 0, (byte)number, .. payload];

    private static byte[] Column(string name) => [.. Counted("def"), .. Counted("shop"), .. Counted("users"), .. Counted("users"), .. Counted(name), .. Counted(name), 12, .. new byte[12]];

    private static byte[] Value(string text) => [.. BigEndian(text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Counted(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Text(string text) => [.. Encoding.ASCII.GetBytes(text), 0];

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
