using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Pipeline.Delivery.Tests.Rows;

/// <summary>Records of a service's log as JSON, 300 bytes a line with its end, ten fields; the same ones each time. <c>n</c> numbers them from 0.</summary>
internal static class GeneratedLines
{
    internal const int LineBytes = 300;

    private const int BufferBytes = 1 << 20;
    private const int Seed = 42;

    private static readonly string[] Levels = ["debug", "info", "info", "info", "warn", "error"];
    private static readonly string[] Services = ["checkout", "cart", "search", "accounts", "shipping"];
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT", "DELETE"];
    private static readonly int[] Statuses = [200, 200, 200, 201, 204, 301, 400, 404, 500, 503];
    private static readonly string[] Words = ["request", "served", "after", "retry", "upstream", "cache", "missed", "naïve", "quota", "\\\"quoted\\\"", "connection", "reset"];
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>Makes a file of them; its path.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lines">How many.</param>
    /// <param name="more">How many bytes longer than the others the line of a number is; null: none is.</param>
    internal static string WriteFile(string path, int lines, Func<int, int>? more = null)
    {
        var random = new Random(Seed);
        using var file = File.Create(path, BufferBytes);
        var line = new byte[LineBytes];
        for (var n = 0; n < lines; n++)
        {
            var length = LineBytes + (more?.Invoke(n) ?? 0);
            if (line.Length < length)
                Array.Resize(ref line, length);
            Fill(line.AsSpan(0, length), n, random);
            file.Write(line, 0, length);
        }

        return path;
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
