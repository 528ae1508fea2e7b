using System.Globalization;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms;

public sealed class FilterFuzzTests
{
    private const int Seed = 20261;

    private static readonly string[] Words =
    [
        "pid", "comm", "ip", "time", "args", "flags", "operation", "is_root", "latency_ns", "ratio", "size", "labels", "labels['ok']", "`in`", "nope",
        "&&", "||", "!", "and", "or", "not", "in", "==", "!=", "<", "<=", ">", ">=", "=~", "!~", "=", "contains", "starts_with", "ends_with", "has",
        "&", "|", "^", "~", "<<", ">>", "+", "-", "*", "/", "%", "(", ")", "[", "]", ",", "true", "false",
        "0", "1", "0x4", "1_000", "2.5", "1e3", "1ms", "1h30m", "4KiB", "18446744073709551615", "9223372036854775808",
        "\"nginx\"", "'read'", "\"sync\"", "\"10.0.0.0/8\"", "'fe80::1'", "\"2026-01-31T12:00:00Z\"", "r\"^a+\"", "'\\x41'", "\"", "'", "`", "\\", "é", "\ud83d", "\0",
    ];

    [Fact]
    public void Whatever_is_written_is_compiled_or_refused_at_a_place_within_it()
    {
        var random = new Random(Seed);
        var inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "100000", CultureInfo.InvariantCulture);
        var compiled = 0;
        for (var i = 0; i < inputs; i++)
        {
            var text = random.Next(3) == 0 ? Characters(random) : Sentence(random);
            try
            {
                FilterSample.Bind(text, FilterSample.Schema);
                compiled++;
            }
            catch (OptionException error)
            {
                var inside = error.Offset >= 0 && error.Length >= 0 && error.Offset + error.Length <= text.Length && (error.Length > 0 || text.Trim().Length == 0);
                Assert.True(inside, $"seed {Seed}, input {i}: {text} at {error.Offset}, {error.Length}: {error.Message}");
                Assert.Equal("condition", error.Key);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, input {i}: {text}: {error}");
            }
        }

        Assert.InRange(compiled, inputs / 1000, inputs / 2);
    }

    private static string Sentence(Random random) =>
        string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 10)).Select(_ => Words[random.Next(Words.Length)]));

    /// <summary>A good condition with some characters changed, put in or taken out.</summary>
    private static string Characters(Random random)
    {
        var text = "latency_ns > 1h30m && comm =~ r\"^ng\" || ip in [\"10.0.0.0/8\"] and flags & 0x4 != 0 or not (operation == 'read\\n')".ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Count);
            var other = Words[random.Next(Words.Length)][0];
            switch (random.Next(3))
            {
                case 0:
                    text[at] = other;
                    break;
                case 1:
                    text.Insert(at, other);
                    break;
                default:
                    text.RemoveRange(at, Math.Min(random.Next(1, 30), text.Count - at));
                    break;
            }

            if (text.Count == 0)
                break;
        }

        return new string([.. text]);
    }
}
