using System.Text;
using System.Text.RegularExpressions;
using Pipeline.Protocols.Tests.Support;
using Pipeline.Transforms.Protocols.Http;

namespace Pipeline.Protocols.Tests;

/// <summary>Fields of heads, read by vectors, against a reading that does one character after the other.</summary>
public sealed partial class HttpHeadTests
{
    private const int Seed = 20267;

    private static readonly string[] Parts =
    [
        "a", "Host", "X-Long-Name-That-Goes-Beyond-One-Vector-Of-Bytes", "content-length", "Content-Type", "Set-Cookie", "cookie", "eightchr", "ninechars", "ÄÖ[]@`{Z",
        ":", ": ", ":\t", " :", ":::", "", "x", "some value", " \t ", "text/html", "12", "a value that is longer than a vector of sixty-four bytes, so that it has to be copied in parts",
        "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n ", "\n\t", "\r\n\r",
    ];

    [Fact]
    public void Fields_are_those_that_a_plain_reading_finds()
    {
        var random = new Random(Seed);
        var reader = new HeadReader(["cookie"]);
        var message = new HttpMessage();
        for (var i = 0; i < 20_000; i++)
        {
            var text = RandomHead(random);
            var bytes = Encoding.Latin1.GetBytes(text);
            message.Clear();
            reader.Read(bytes, message);
            Assert.True(Plain(text) == HttpRow.Map(message.Fields.Bytes), $"seed {Seed}, head {i}: {text.Replace("\r", "\\r").Replace("\n", "\\n")}: {HttpRow.Map(message.Fields.Bytes)}");
        }
    }

    [Fact]
    public void A_head_ends_where_a_plain_reading_finds_it_however_it_comes()
    {
        var random = new Random(Seed + 1);
        for (var i = 0; i < 20_000; i++)
        {
            var text = RandomHead(random) + (random.Next(3) > 0 ? "\r\n\r\nbody\n\n" : "");
            var expected = EmptyLine().Match(text) is { Success: true } match ? match.Index + match.Length : -1;
            var bytes = Encoding.Latin1.GetBytes(text);
            var (end, scanned, seen) = (-1, 0, 0);
            while (end < 0 && seen < bytes.Length)
            {
                seen = Math.Min(bytes.Length, seen + random.Next(1, 100));
                end = HeadReader.FindEnd(bytes.AsSpan(0, seen), ref scanned);
            }

            Assert.True(expected == end, $"seed {Seed + 1}, head {i}: expected {expected}, found {end} in {text}");
        }
    }

    private static string RandomHead(Random random) => string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => Parts[random.Next(Parts.Length)]));

    private static string Plain(string lines)
    {
        var fields = new List<(string Name, List<string> Values)>();
        foreach (var line in FieldEnd().Split(lines))
        {
            var colon = line.IndexOf(':');
            var name = colon < 0 ? "" : new string([.. line[..colon].Trim(' ', '\t').Select(c => c is >= 'A' and <= 'Z' ? (char)(c + 32) : c)]);
            if (name.Length == 0)
                continue;
            var value = string.Join(' ', line[(colon + 1)..].Trim(' ', '\t', '\r', '\n').Split('\n').Select(part => part.Trim(' ', '\t', '\r')));
            if (!fields.Exists(f => f.Name == name))
                fields.Add((name, []));
            fields.Find(f => f.Name == name).Values.Add(name == "cookie" ? "[redacted]" : value);
        }

        return string.Join("; ", fields.Select(f => $"{f.Name}={string.Join('|', f.Values)}"));
    }

    [GeneratedRegex(@"\n(?![ \t])")]
    private static partial Regex FieldEnd();

    [GeneratedRegex(@"\n\r?\n")]
    private static partial Regex EmptyLine();
}
