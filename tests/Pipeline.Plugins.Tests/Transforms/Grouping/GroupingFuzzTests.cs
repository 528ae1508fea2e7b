using System.Globalization;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Aggregate;
using Pipeline.Transforms.Histogram;
using Pipeline.Transforms.Select;
using Xunit;

namespace Pipeline.Plugins.Tests.Transforms.Grouping;

/// <summary>Options that are expressions: whatever is written is taken, and then works, or is refused at a place within it.</summary>
public sealed class GroupingFuzzTests
{
    private const int Seed = 20262;

    private static readonly string[] Keys = ["buckets", "values.v", "columns.0"];

    private static readonly string[] Words =
    [
        "exp2", "linear", "explicit", "exponential", "sum", "count", "min", "max", "avg", "last", "merge", "*", "x = ", "_y=", "=",
        "i8", "i64", "u8", "u64", "f", "yes", "operation", "flags", "comm", "path", "ip", "args", "nope", "`i8`",
        "(", ")", ",", "+", "-", "*", "/", "%", "==", "<", "&&", "!", "in", "[", "]", "true",
        "0", "1", "28", "2000", "0.5", "1e300", "1ms", "1us", "4KiB", "18446744073709551615", "'read'", "\"", "'", "`", "é", "\ud83d", "\0",
    ];

    [Fact]
    public void Whatever_is_written_works_or_is_refused_at_a_place_within_it()
    {
        var random = new Random(Seed);
        var inputs = int.Parse(Environment.GetEnvironmentVariable("PIPELINE_FUZZ") ?? "60000", CultureInfo.InvariantCulture);
        var taken = new int[3];
        using var emitter = new CollectingEmitter();
        var batch = GroupedInput.Batch(new RandomTable(random, 70), emitter.Arena, random);
        for (var i = 0; i < inputs; i++)
        {
            var text = Text(random, out var kind);
            try
            {
                var transform = Make(kind, text);
                transform.Bind([RandomTable.Schema]);
                transform.Process(batch, emitter);
                (transform as IFlushing)?.Flush(emitter);
                (transform as IDisposable)?.Dispose();
                emitter.Dispose();
                taken[kind]++;
            }
            catch (OptionException error)
            {
                Assert.True(error.Offset >= 0 && error.Length >= 0 && error.Offset + error.Length <= text.Length, $"seed {Seed}, input {i}: {text} at {error.Offset}, {error.Length}: {error.Message}");
                Assert.Contains(error.Key, Keys);
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {Seed}, input {i}, {kind}: {text}: {error}");
            }
        }

        batch.Release();
        Assert.All(taken, count => Assert.InRange(count, inputs / 200, inputs / 2));
        Assert.Equal(0, emitter.Arena.InUse);
    }

    private static ITransform Make(int kind, string text) => kind switch
    {
        0 => new HistogramTransform(new HistogramOptions { Value = "i32", Buckets = text, By = ["u8"] }, new LentContext()),
        1 => new AggregateTransform(new AggregateOptions { Values = new OptionTable(new Dictionary<string, object> { ["v"] = text }), By = ["u8"] }, new LentContext()),
        _ => new SelectTransform(new SelectOptions { Columns = [text] }, new LentContext()),
    };

    /// <summary>Words at random, often in a frame that makes some sense of them.</summary>
    private static string Text(Random random, out int kind)
    {
        kind = random.Next(3);
        var words = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 6)).Select(_ => Words[random.Next(Words.Length)]));
        return random.Next(3) == 0 ? words : kind switch
        {
            0 => $"{Words[random.Next(4)]}({string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(3) == 0 ? words : $"{random.Next(-5, 100)}"))})",
            1 => $"{Words[random.Next(4, 11)]}({words})",
            _ => $"x = {words}",
        };
    }
}
