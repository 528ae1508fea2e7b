using System.Globalization;
using System.Text;
using Pipeline.Kubernetes.Tests.Support;
using Pipeline.Transforms.Kubernetes.Api.Reading;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Api;

public sealed class ReadingFuzzTests
{
    private static readonly int Seed = 40_701 + Number("PIPELINE_FUZZ_SEED", 0);

    private static readonly string[] Odd =
        ["{", "}", "[", "]", "\"", "\\", ",", ":", "null", "true", "-1e999", "\\u0000", "\\ud800", "\n", "\"items\":[", "{}", "\"metadata\":", "99999999999999999999", "\0", "é"];

    [Fact]
    public void Whatever_a_server_says_an_object_is_read_or_passed_over_for_a_reason()
    {
        var random = new Random(Seed);
        ObjectReader[] readers = [new PodReader(new WantedKeys(["app"], ["note"])), new ServiceReader(), new NodeReader(), new EndpointSliceReader(), new OwnerReader(ObjectKind.Job)];
        var pod = Encoding.UTF8.GetBytes(Samples.Pod);
        var (inputs, read) = (Number("PIPELINE_FUZZ", 100_000), 0);
        for (var i = 0; i < inputs; i++)
        {
            var input = Damage(pod, random);
            try
            {
                read += readers[random.Next(readers.Length)].Read(input).Uid.Length > 0 ? 1 : 0;
            }
            catch (UnreadableException)
            {
                // It has a reason.
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed}, input {i}: {e}");
            }
        }

        Assert.InRange(read, inputs / 100, inputs * 99 / 100);
    }

    [Fact]
    public void Whatever_a_server_says_pieces_of_any_size_make_the_same_of_it()
    {
        var random = new Random(Seed + 1);
        var list = Encoding.UTF8.GetBytes("""{"metadata":{"resourceVersion":"5"},"items":[{"metadata":{"uid":"1","name":"a"}},{"metadata":{"uid":"2","name":"b\"}]"}}]}""" + "\n");
        for (var i = 0; i < Number("PIPELINE_FUZZ", 100_000); i++)
        {
            var input = Damage(list, random);
            try
            {
                Assert.Equal(Taken([input]), Taken(Split(input, random)));
            }
            catch (Exception e)
            {
                Assert.Fail($"seed {Seed + 1}, input {i}: {e}");
            }
        }
    }

    // Both ways of taking apart what comes, as one text.
    private static string Taken(IEnumerable<byte[]> pieces)
    {
        using var items = new ItemScanner();
        using var lines = new LineScanner();
        var text = new StringBuilder();
        var told = new StringBuilder();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (items.Next(ref rest))
                text.Append(Encoding.Latin1.GetString(items.Item)).Append('|');
            rest = piece;
            while (lines.Next(ref rest))
                told.Append(Type(lines.Line)).Append('|');
        }

        return $"{text}{items.IsComplete}{Encoding.Latin1.GetString(items.Envelope)}{told}";
    }

    private static string Type(ReadOnlySpan<byte> line)
    {
        try
        {
            return $"{WatchLine.Read(line).Type}{ServerStatus.Read(line)}";
        }
        catch (UnreadableException e)
        {
            return e.Reason.ToString();
        }
    }

    private static IEnumerable<byte[]> Split(byte[] input, Random random)
    {
        for (int begin = 0, length; begin < input.Length; begin += length)
        {
            length = Math.Min(input.Length - begin, 1 + random.Next(40));
            yield return input[begin..(begin + length)];
        }
    }

    private static byte[] Damage(byte[] input, Random random)
    {
        List<byte> bytes = [.. input];
        for (var damages = random.Next(4); damages > 0 && bytes.Count > 1; damages--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(30)));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Odd[random.Next(Odd.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(bytes.Count / 2)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
