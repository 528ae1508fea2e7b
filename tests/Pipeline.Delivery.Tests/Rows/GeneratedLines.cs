using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Delivery.Tests.Rows;

/// <summary>Records of a service's log as JSON, 300 bytes a line with its end, ten fields; the same ones for the same seed. <c>n</c> numbers them from 0.</summary>
internal static class GeneratedLines
{
    internal const int LineBytes = 300;

    private const int BufferBytes = 1 << 20;

    private static readonly string[] Levels = ["debug", "info", "info", "info", "warn", "error"];
    private static readonly string[] Services = ["checkout", "cart", "search", "accounts", "shipping"];
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE"];
    private static readonly int[] Statuses = [200, 200, 200, 201, 204, 301, 400, 404, 500, 503];
    private static readonly string[] Words = ["request", "served", "after", "retry", "upstream", "cache", "missed", "naïve", "quota", "\\\"quoted\\\"", "connection", "reset"];
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>Writes the lines with numbers from <paramref name="first"/> on, behind what the stream holds.</summary>
    internal static void Write(Stream stream, int lines, int first = 0, int seed = 42)
    {
        var random = new Random(seed);
        var (buffer, used) = (new byte[BufferBytes], 0);
        for (var n = first; n < first + lines; n++)
        {
            if (used + LineBytes > buffer.Length)
                (used, _) = (0, Put(stream, buffer.AsSpan(0, used)));
            Fill(buffer.AsSpan(used, LineBytes), n, random);
            used += LineBytes;
        }

        Put(stream, buffer.AsSpan(0, used));
    }

    /// <summary>A file of them.</summary>
    internal static string WriteFile(string path, int lines, int seed = 42)
    {
        using var file = File.Create(path, bufferSize: 0);
        Write(file, lines, seed: seed);
        return path;
    }

    private static int Put(Stream stream, ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        return bytes.Length;
    }

    private static void Fill(Span<byte> line, int n, Random random)
    {
        var at = Start.AddTicks(n * 12_345L).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        var took = random.Next(1, 2_000_000) / 1000.0;
        Utf8.TryWrite(
            line,
            CultureInfo.InvariantCulture,
            $"{{\"n\":{n},\"at\":\"{at}\",\"level\":\"{One(Levels, random)}\",\"service\":\"{One(Services, random)}\",\"method\":\"{One(Methods, random)}\",\"url\":\"/api/items/{random.Next(100_000)}\",\"status\":{One(Statuses, random)},\"took_ms\":{took},\"cached\":{(random.Next(2) == 0 ? "true" : "false")},\"message\":\"",
            out var used);
        var end = line.Length - 3;
        while (used < end)
        {
            var word = Encoding.UTF8.GetBytes(One(Words, random));
            if (used + word.Length + 1 > end)
                break;
            word.CopyTo(line[used..]);
            used += word.Length;
            line[used++] = (byte)' ';
        }

        line[used..end].Fill((byte)'.');
        "\"}\n"u8.CopyTo(line[end..]);
    }

    private static T One<T>(T[] values, Random random) => values[random.Next(values.Length)];
}
