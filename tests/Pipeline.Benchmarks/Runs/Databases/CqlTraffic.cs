using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs.Databases;

/// <summary>Queries as drivers ask them of Cassandra in version 4, with their answers.</summary>
internal static class CqlTraffic
{
    private const int Exchanges = 8_000;

    /// <summary>Requests and answers in turn.</summary>
    internal static byte[][] Make()
    {
        var random = new Random(20278);
        var pieces = new List<byte[]>();
        for (var i = 0; i < Exchanges; i++)
        {
            var stream = i % 1000;
            var isSelect = random.Next(3) > 0;
            var statement = isSelect
                ? string.Create(CultureInfo.InvariantCulture, $"SELECT id, name FROM shop.people WHERE id = {random.Next()}")
                : string.Create(CultureInfo.InvariantCulture, $"INSERT INTO shop.people (id, name) VALUES ({random.Next()}, 'somebody')");
            pieces.Add(Envelope(4, stream, 7, [.. Int(statement.Length), .. Encoding.ASCII.GetBytes(statement), 0, 1, 0]));
            pieces.Add(Envelope(0x84, stream, 8, isSelect ? Rows(random) : Int(1)));
        }

        return [.. pieces];
    }

    private static byte[] Rows(Random random)
    {
        List<byte> body = [.. Int(2), .. Int(1), .. Int(2), .. Name("shop"), .. Name("people"), .. Name("id"), 0, 9, .. Name("name"), 0, 13];
        var rows = random.Next(1, 10);
        body.AddRange(Int(rows));
        for (var row = 0; row < rows; row++)
        {
            var name = new string('n', random.Next(5, 30));
            body.AddRange([.. Int(4), .. Int(row), .. Int(name.Length), .. Encoding.ASCII.GetBytes(name)]);
        }

        return [.. body];
    }

    private static byte[] Envelope(byte version, int stream, byte opcode, byte[] body) => [version, 0, (byte)(stream >> 8), (byte)stream, opcode, .. Int(body.Length), .. body];

    private static byte[] Int(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Name(string name) => [0, (byte)name.Length, .. Encoding.ASCII.GetBytes(name)];
}
