using System.Runtime.InteropServices;
using Pipeline.Kafka.Tests.Support;
using Pipeline.Sinks.Kafka;

namespace Pipeline.Kafka.Tests.Sending;

public sealed partial class EmbeddedBrokerTests
{
    // .NET handles it, so that it interrupts whatever a thread waits for, and does nothing.
    private const int Continue = 18;

    [Fact]
    public async Task Brokers_in_the_process_outlive_a_signal()
    {
        var others = Threads();
        // Disposed of at the end only: brokers that are gone would be waited for.
        var sink = await RunningSink.StartAsync(new KafkaOptions { Brokers = KafkaOptions.Embedded });
        int[] own;
        while ((own = [.. Threads().Except(others)]).Length == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.All(own, thread => Assert.Equal(0, tgkill(Environment.ProcessId, thread, Continue)));
        Assert.Equal(OutcomeKind.Delivered, (await sink.WriteAsync(Rows.Numbered(0, 10))).Kind);
        await sink.DisposeAsync();
    }

    // Those in which brokers are, by the name that librdkafka gives them.
    private static int[] Threads() =>
        [.. Directory.EnumerateDirectories("/proc/self/task").Where(IsOfBrokers).Select(task => int.Parse(Path.GetFileName(task), System.Globalization.CultureInfo.InvariantCulture))];

    private static bool IsOfBrokers(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")) == "rdk:mock\n";
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }

    [LibraryImport("libc")]
    private static partial int tgkill(int process, int thread, int signal);
}
