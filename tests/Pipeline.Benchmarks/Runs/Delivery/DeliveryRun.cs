using System.Globalization;
using System.Text.Json;

namespace Pipeline.Benchmarks.Runs.Delivery;

/// <summary>One run of the host from a file to its end.</summary>
/// <param name="ProcessorSeconds">User's and system's time of the whole process.</param>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="MostMebibytes">The largest resident set it had.</param>
/// <param name="Delivered">Rows that each sink delivered.</param>
internal sealed record DeliveryRun(double ProcessorSeconds, double Seconds, double MostMebibytes, long[] Delivered)
{
    internal static async Task<DeliveryRun> ToAsync(string sinks, string input, string folder)
    {
        var (configuration, ledger, usage) = (Path.Combine(folder, "pipeline.toml"), Path.Combine(folder, "ledger.json"), Path.Combine(folder, "usage"));
        // Where a run stopped must not be where the next one begins.
        var data = Directory.CreateTempSubdirectory("pipeline-benchmark-");
        try
        {
            await File.WriteAllTextAsync(configuration, $"""
                [pipeline]
                memory = "256MiB"
                data_dir = "{data.FullName}"
                [sources.lines]
                type = "file"
                paths = ["{input}"]
                format = "json"
                follow = false
                {sinks}
                """).ConfigureAwait(false);
            // GNU time: what the kernel counted for the child, once it has ended.
            using var host = Command.Start("/usr/bin/time", "--format=%e %U %S %M", $"--output={usage}", Place.Host, "run", configuration, "--ledger", ledger);
            var buffer = new byte[1 << 16];
            while (await host.Output.BaseStream.ReadAsync(buffer).ConfigureAwait(false) > 0)
            {
                // Only read: what the end of a pipe does.
            }

            await host.EndAsync().ConfigureAwait(false);
            return Read(await File.ReadAllTextAsync(usage).ConfigureAwait(false), JsonDocument.Parse(await File.ReadAllTextAsync(ledger).ConfigureAwait(false)).RootElement);
        }
        finally
        {
            data.Delete(recursive: true);
            File.Delete(Path.Combine(folder, "output.jsonl"));
        }
    }

    private static DeliveryRun Read(string usage, JsonElement ledger)
    {
        if (!ledger.GetProperty("balanced").GetBoolean())
            throw new InvalidOperationException($"the ledger does not balance:\n{ledger}");
        var delivered = ledger.GetProperty("components").EnumerateArray().Where(c => c.GetProperty("kind").GetString() == "sink").Select(c => c.GetProperty("out").GetInt64());
        double[] numbers = [.. usage.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture))];
        return new DeliveryRun(numbers[1] + numbers[2], numbers[0], numbers[3] / 1024, [.. delivered]);
    }
}
