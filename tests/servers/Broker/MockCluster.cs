using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Sinks.Kafka.Native;

namespace Pipeline.Servers.Broker;

/// <summary>librdkafka's mock cluster, with the client it needs as a frame.</summary>
internal sealed class MockCluster : IDisposable
{
    private readonly nint _client;
    private readonly nint _cluster;

    private MockCluster(nint client, nint cluster) => (_client, _cluster) = (client, cluster);

    /// <summary>Where the brokers listen: addresses of loopback, ports that the kernel chose.</summary>
    internal string Bootstrap => Marshal.PtrToStringUTF8(Librdkafka.Bootstraps(_cluster))!;

    internal static MockCluster Start(int brokers)
    {
        Span<byte> error = stackalloc byte[512];
        var client = Librdkafka.New(Librdkafka.Producer, configuration: 0, ref MemoryMarshal.GetReference(error), error.Length);
        if (client == 0)
            throw new InvalidOperationException($"librdkafka makes no client: {System.Text.Encoding.UTF8.GetString(error[..error.IndexOf((byte)0)])}");
        nint cluster;
        using (new BlockedSignals())
            cluster = Librdkafka.ClusterNew(client, brokers);
        return cluster != 0 ? new MockCluster(client, cluster) : throw new InvalidOperationException("librdkafka makes no mock cluster");
    }

    internal void Obey(string[] words)
    {
        var result = words switch
        {
            ["topic", var name, var partitions] => Librdkafka.TopicCreate(_cluster, name, Number(partitions), replicas: 1),
            ["answers", var api, .. var codes] => Answer((short)Number(api), [.. codes.Select(Number)]),
            ["down", var broker] => Librdkafka.BrokerSetDown(_cluster, Number(broker)),
            ["up", var broker] => Librdkafka.BrokerSetUp(_cluster, Number(broker)),
            ["slow", var broker, var milliseconds] => Librdkafka.BrokerSetRtt(_cluster, Number(broker), Number(milliseconds)),
            _ => throw new ArgumentException($"no command: {string.Join(' ', words)}"),
        };
        if (result != 0)
            throw new InvalidOperationException($"{string.Join(' ', words)}: librdkafka's error {result}");
    }

    public void Dispose()
    {
        Librdkafka.ClusterDestroy(_cluster);
        Librdkafka.Destroy(_client);
    }

    private int Answer(short api, int[] codes)
    {
        Librdkafka.PushRequestErrors(_cluster, api, (nuint)codes.Length, codes);
        return 0;
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
