using System.Text;
using System.Text.Json;
using FsCheck.Fluent;
using Pipeline.Prometheus.Tests.Support;

namespace Pipeline.Prometheus.Tests;

/// <summary>Whatever stands in labels, values and help comes back out of Prometheus' own Python parsers.</summary>
public class EscapingTests
{
    private const int Samples = 3000;

    // What the parsers' regular expressions and splits trip over, joined at random.
    private static readonly string[] Pieces =
    [
        "", "plain", " ", "\"", "\\", "\n", "\\n", "\r", "\t", "\0", "\x7f", "\u0085", "\u2028", "é", "日本語", "😀", "\u202e", "{", "}", "=", ",", "#", "# EOF", "le=\"1\"", "'", "\\\\\"", "e\u0301",
    ];

    [Theory]
    [InlineData("text", "text/plain")]
    [InlineData("openmetrics", "application/openmetrics-text")]
    public async Task Labels_and_values_survive_a_round_trip(string parser, string accept)
    {
        var text = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        var bytes = ArbMap.Default.GeneratorFor<byte[]>();
        var texts = Gen.OneOf(text.Select(Encoding.UTF8.GetBytes), bytes).Sample(Samples, 20).ToArray();
        var numbers = ArbMap.Default.GeneratorFor<double>().Sample(Samples, 100).ToArray();
        var help = "a \"help\" with \\ and\nlines";
        var table = Columns.Table("t", Columns.Label("index", ColumnType.U32), Columns.Label("text"), Columns.Gauge("x", null) with { Help = help });
        await using var sink = await RunningSink.StartAsync([table]);
        using var rows = new Rows(table);
        for (var i = 0; i < Samples; i++)
            rows.Add(i, texts[i], numbers[i]);
        await sink.WriteAsync(rows.Build());

        var lines = await Tool.PythonAsync("samples.py", Encoding.UTF8.GetBytes(await sink.ScrapeAsync(accept)), parser);
        var read = 0;
        foreach (var line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var sample = JsonDocument.Parse(line).RootElement;
            if (sample.GetProperty("name").GetString() != "t")
                continue;
            var labels = sample.GetProperty("labels");
            var i = int.Parse(labels.GetProperty("index").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(Readable(texts[i]), labels.GetProperty("text").GetString());
            Assert.Equal(numbers[i], Number(sample.GetProperty("value").GetString()!));
            Assert.Equal(help, sample.GetProperty("help").GetString());
            read++;
        }

        Assert.Equal(Samples, read);
    }

    // As the README says it: bytes that are no UTF-8 become \xNN. By way of the framework's decoder rather than ours.
    private static string Readable(byte[] bytes)
    {
        var decoder = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new Hexadecimal());
        return decoder.GetString(bytes);
    }

    private static double Number(string python) => python switch
    {
        "nan" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(python, System.Globalization.CultureInfo.InvariantCulture),
    };

    private sealed class Hexadecimal : DecoderFallback
    {
        public override int MaxCharCount => 16;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private string _text = "";
            private int _next;

            public override int Remaining => _text.Length - _next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                (_text, _next) = (string.Concat(bytesUnknown.Select(b => $"\\x{b:x2}")), 0);
                return true;
            }

            public override char GetNextChar() => _next < _text.Length ? _text[_next++] : '\0';

            public override bool MovePrevious() => _next > 0 && --_next >= 0;
        }
    }
}
