using Pipeline.Benchmarks.Runs.Databases;
using Pipeline.Benchmarks.Runs.Delivery;
using Pipeline.Benchmarks.Runs.Kubernetes;
using Pipeline.Benchmarks.Runs.Lines;
using Pipeline.Benchmarks.Runs.Servers;

namespace Pipeline.Benchmarks.Runs;

/// <summary>All measurements, or those named, and the machine they were made on, as Markdown.</summary>
internal static class Report
{
    private static readonly IMeasurement[] Measurements =
    [
        new DrainMeasurement(),
        new ProducerMeasurement(),
        new MapMeasurement(),
        new AllocationMeasurement(),
        new FilterMeasurement(),
        new TransformMeasurement(),
        new RedMeasurement(),
        new KubernetesMeasurement(),
        new ContainersMeasurement(),
        new HttpMeasurement(),
        new Http2Measurement(),
        new DnsMeasurement(),
        new RespMeasurement(),
        new QueueMeasurement(),
        new KafkaWireMeasurement(),
        new MuxMeasurement(),
        new SqlMeasurement(),
        new DatabaseMeasurement(),
        new JsonMeasurement(),
        new LinesMeasurement(),
        new KafkaMeasurement(),
        new OtlpMeasurement(),
        new FileMeasurement(),
        new FirstRowMeasurement(),
        new IdleMeasurement(),
        new CgroupMeasurement(),
        new KernelCostMeasurement(),
        new ScrapeMeasurement(),
        new ProcessesMeasurement(),
        new NginxMeasurement(),
        new NginxTlsMeasurement(),
        new RedisMeasurement(),
        new FirstLossMeasurement(),
        new OpenConnectionsMeasurement(),
        new DeliveryMeasurement(),
    ];

    internal static async Task<int> RunAsync(string[] names)
    {
        if (names.Except(Measurements.Select(m => m.Name)).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"there is no measurement '{unknown}' (there are: {string.Join(", ", Measurements.Select(m => m.Name))})").ConfigureAwait(false);
            return 2;
        }

        var figures = new FigureTable();
        var failed = 0;
        var machine = await Machine.DescribeAsync().ConfigureAwait(false);
        foreach (var measurement in Measurements.Where(m => names.Length == 0 || names.Contains(m.Name)))
        {
            await Console.Error.WriteLineAsync($"pipeline: measuring {measurement.Name}").ConfigureAwait(false);
            try
            {
                await measurement.MeasureAsync(figures).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The others still tell something.
                await Console.Error.WriteLineAsync($"pipeline: {measurement.Name} failed: {e}").ConfigureAwait(false);
                failed++;
            }
        }

        Console.WriteLine(machine);
        Console.WriteLine($"Command: `{string.Join(' ', ["tests/Pipeline.Benchmarks/run.sh", .. names])}`.");
        Console.WriteLine();
        figures.Write(Console.Out);
        return failed == 0 ? 0 : 1;
    }
}
