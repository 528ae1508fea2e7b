using System.Buffers.Binary;
using System.Diagnostics;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Sinks.PrometheusRemoteWrite.Snappy;
using Pipeline.Text;

namespace Pipeline.Prometheus.Tests.RemoteWrite;

/// <summary>What is compressed is what another's decoder, Debian's python3-snappy, decompresses.</summary>
public class SnappyTests
{
    [Fact]
    public async Task Whatever_it_is_another_decoder_reads_it_back() => await CheckAsync([.. Cases()]);

    [Fact]
    public async Task Random_texts_of_few_letters_come_back()
    {
        var random = new Random(20_261_121);
        var inputs = new List<byte[]>();
        for (var i = 0; i < 3_000; i++)
        {
            // Matches of every length and distance, at the ends of pieces too.
            var input = new byte[i % 100 == 0 ? 65_530 + random.Next(80_000) : random.Next(300)];
            var letters = 1 + random.Next(4);
            for (var at = 0; at < input.Length;)
            {
                var isCopy = at > 0 && random.Next(3) > 0;
                var length = Math.Min(input.Length - at, 1 + random.Next(isCopy ? 140 : 12));
                var from = isCopy ? random.Next(at) : 0;
                for (var j = 0; j < length; j++)
                    input[at + j] = isCopy ? input[from + j] : (byte)random.Next(letters * 60);
                at += length;
            }

            inputs.Add(input);
        }

        await CheckAsync(inputs);
    }

    [Fact]
    public void Repeated_labels_become_a_tenth()
    {
        var text = new ByteBuffer(1 << 16);
        for (var i = 0; i < 2_000; i++)
            text.Append(System.Text.Encoding.UTF8.GetBytes($"__name__\x0012biolatency_seconds_bucket\x0012disk\x0012vda\x0012le\x0012{i % 24}\x0012operation\x0012read"));
        Assert.InRange(Compress(text.Written.ToArray()).Length, 1, text.Length / 10);
    }

    [Fact]
    public void Nothing_is_allocated_once_the_output_has_grown()
    {
        var input = new byte[1 << 20];
        new Random(1).NextBytes(input.AsSpan(0, 1 << 19));
        var (snappy, output) = (new SnappyBlock(), new ByteBuffer(1 << 20));
        snappy.Compress(input, output);
        Assert.Equal(0, Allocated.By(() =>
        {
            output.Clear();
            snappy.Compress(input, output);
        }));
    }

    private static IEnumerable<byte[]> Cases()
    {
        // Literals change their head at 60 and 256, references at 4, 11, 64 and 2048; pieces end at 65,536.
        foreach (var length in (int[])[0, 1, 3, 4, 5, 11, 12, 59, 60, 61, 62, 64, 65, 67, 68, 127, 128, 129, 255, 256, 257, 258, 2_047, 2_048, 65_535, 65_536, 65_537, 131_072, 1_000_000])
        {
            var random = new byte[length];
            new Random(length).NextBytes(random);
            yield return random;
            yield return new byte[length];
            yield return [.. random, .. new byte[2_048], .. random];
            yield return [.. random, .. random];
        }
    }

    private static byte[] Compress(byte[] input)
    {
        var output = new ByteBuffer(16);
        new SnappyBlock().Compress(input, output);
        // As much as the format takes at worst, and what a receiver makes room for.
        Assert.InRange(output.Length, 1, 32 + input.Length + (input.Length / 6));
        return output.Written.ToArray();
    }

    private static async Task CheckAsync(IReadOnlyList<byte[]> inputs)
    {
        var blocks = new MemoryStream();
        foreach (var input in inputs)
            Put(blocks, Compress(input));
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Witnesses", "unsnappy.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var (plain, cancel) = (new MemoryStream(), TestContext.Current.CancellationToken);
        var reading = process.StandardOutput.BaseStream.CopyToAsync(plain, cancel);
        await process.StandardInput.BaseStream.WriteAsync(blocks.ToArray(), cancel);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
        var expected = new MemoryStream();
        foreach (var input in inputs)
            Put(expected, input);
        Assert.True(expected.ToArray().AsSpan().SequenceEqual(plain.ToArray()));
    }

    private static void Put(MemoryStream to, byte[] bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        to.Write(length);
        to.Write(bytes);
    }
}
