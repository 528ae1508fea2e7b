using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs.Databases;

/// <summary>What applications ask of memcached in text, with what it answers.</summary>
internal static class MemcachedTraffic
{
    private const int Exchanges = 16_000;

    /// <summary>Commands and answers in turn.</summary>
    internal static byte[][] Make()
    {
        var random = new Random(20279);
        var pieces = new List<byte[]>();
        for (var i = 0; i < Exchanges; i++)
        {
            var (key, value) = (string.Create(CultureInfo.InvariantCulture, $"user:{random.Next(1_000_000)}:profile"), new string('v', random.Next(20, 300)));
            var (asked, answered) = random.Next(4) switch
            {
                0 => ($"set {key} 0 3600 {value.Length}\r\n{value}\r\n", "STORED\r\n"),
                1 => ($"get {key}\r\n", "END\r\n"),
                _ => ($"get {key}\r\n", $"VALUE {key} 0 {value.Length}\r\n{value}\r\nEND\r\n"),
            };
            pieces.Add(Encoding.ASCII.GetBytes(asked));
            pieces.Add(Encoding.ASCII.GetBytes(answered));
        }

        return [.. pieces];
    }
}
