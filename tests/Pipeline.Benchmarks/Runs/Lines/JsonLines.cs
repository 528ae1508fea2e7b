using System.Globalization;
using System.Text;

namespace Pipeline.Benchmarks.Runs.Lines;

/// <summary>JSON lines of 300 bytes, such as a web service logs: ten fields, one of them as long as the rest leaves room for.</summary>
internal static class JsonLines
{
    internal const int LineBytes = 300;

    private static readonly string[] Levels = ["info", "warn", "error", "debug"];

    internal static byte[] Make(int count)
    {
        var bytes = new byte[count * LineBytes];
        for (var i = 0; i < count; i++)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $$"""
                {"ts":"2026-01-31T12:{{i / 60 % 60:00}}:{{i % 60:00}}.{{i % 1_000_000:000000}}Z","level":"{{Levels[i % 4]}}","host":"web-{{i % 50:000}}","service":"checkout","method":"{{(i % 3 == 0 ? "GET" : "POST")}}","status":{{200 + i % 5 * 100}},"duration_ms":{{i % 1000 / 8.0}},"bytes":{{i * 37L % 100_000}},"trace_id":"{{i * 7919L:x32}}","message":"
                """);
            line += new string('x', LineBytes - 3 - line.Length) + "\"}\n";
            Encoding.ASCII.GetBytes(line, bytes.AsSpan(i * LineBytes));
        }

        return bytes;
    }
}
