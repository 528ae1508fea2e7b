using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>Debian's nats-server with JetStream, which writes each line of the protocol to its log.</summary>
internal sealed class NatsServer : IDisposable
{
    private readonly ServerProcess _process;

    private NatsServer(ServerProcess process, string log) => (_process, Log) = (process, log);

    internal int Port => _process.Port;

    internal string Log { get; }

    internal static async Task<NatsServer> StartAsync(TemporaryFolder folder)
    {
        var (port, log) = (FreePort.Take(), folder.Path("nats.log"));
        var configuration = folder.Write("nats.conf", $$"""
            listen: "127.0.0.1:{{port}}"
            server_name: test
            jetstream { store_dir: "{{folder.Path("jetstream")}}", max_mem: 16MB, max_file: 16MB }
            authorization { user: app, password: hunter2, timeout: 240 }
            write_deadline: "240s"
            ping_interval: "1h"
            trace: true
            debug: true
            log_file: "{{log}}"
            """);
        return new NatsServer(await ServerProcess.StartAsync(port, "nats-server", "-c", configuration).ConfigureAwait(false), log);
    }

    public void Dispose() => _process.Dispose();
}
