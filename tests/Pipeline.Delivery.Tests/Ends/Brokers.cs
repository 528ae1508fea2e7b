using System.Globalization;

namespace Pipeline.Delivery.Tests.Ends;

/// <summary>Kafka brokers in a process of their own, which the host's death does not touch: tests/servers/Broker.</summary>
internal sealed class Brokers : IDisposable
{
    /// <summary>Kafka's number of the request that carries messages.</summary>
    internal const int Produce = 0;

    /// <summary>How many there are; they are numbered from 1.</summary>
    internal const int Count = 3;

    /// <summary>Partitions of the topic. Each keeps 5 MiB: so many hold most of a run whose reader was asleep.</summary>
    internal const int Partitions = 200;

    private readonly RunningProcess _process;

    private Brokers(RunningProcess process, string bootstrap) => (_process, Bootstrap) = (process, bootstrap);

    /// <summary>Addresses, as clients take them.</summary>
    internal string Bootstrap { get; }

    /// <summary>Starts them with one topic.</summary>
    internal static async Task<Brokers> StartAsync(string topic)
    {
        var process = RunningProcess.StartListening(Installed.Server("Broker"));
        const string said = "brokers at ";
        var brokers = new Brokers(process, (await process.Output.WaitForAsync(said).ConfigureAwait(false))[said.Length..]);
        await brokers.TellAsync($"topic {topic} {Partitions}").ConfigureAwait(false);
        return brokers;
    }

    /// <summary>What the next requests of a kind are answered with: Kafka's error codes, 0 where all is well.</summary>
    internal Task AnswerAsync(int request, IEnumerable<int> codes) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"answers {request} {string.Join(' ', codes)}"));

    internal Task DownAsync(int broker) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"down {broker}"));

    internal Task UpAsync(int broker) => TellAsync(string.Create(CultureInfo.InvariantCulture, $"up {broker}"));

    internal Task AllDownAsync() => AllAsync(DownAsync);

    internal Task AllUpAsync() => AllAsync(UpAsync);

    /// <summary>How long they take to answer.</summary>
    internal Task SlowAsync(TimeSpan time) => AllAsync(broker => TellAsync(string.Create(CultureInfo.InvariantCulture, $"slow {broker} {(int)time.TotalMilliseconds}")));

    public void Dispose() => _process.Dispose();

    private static async Task AllAsync(Func<int, Task> tell)
    {
        for (var broker = 1; broker <= Count; broker++)
            await tell(broker).ConfigureAwait(false);
    }

    private async Task TellAsync(string command) => Assert.Equal("ok", await _process.AskAsync(command).ConfigureAwait(false));
}
