using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.Servers.Collector;

// A collector of its own process, for whole runs: prints where it listens, and what it counted on SIGUSR1 and when it ends (SIGTERM, SIGINT).
//     Collector [--grpc PORT] [--http PORT] [--count-only]
var (grpc, http, keeps) = (0, 0, true);
for (var i = 0; i < args.Length; i++)
    switch (args[i])
    {
        case "--grpc" when i + 1 < args.Length:
            grpc = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--http" when i + 1 < args.Length:
            http = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--count-only":
            keeps = false;
            break;
        default:
            await Console.Error.WriteLineAsync($"unknown argument {args[i]} (expected --grpc PORT, --http PORT, --count-only)").ConfigureAwait(false);
            return 2;
    }

var collector = await OtlpCollector.StartAsync(new CollectorOptions { GrpcPort = grpc, HttpPort = http, KeepsRequests = keeps }).ConfigureAwait(false);
await using (collector.ConfigureAwait(false))
{
    var end = new TaskCompletionSource();
    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        end.TrySetResult();
    }

    void Print() =>
        Console.WriteLine(
            $$"""{"requests": {{collector.Counts.Requests}}, "broken": {{collector.Counts.Broken}}, "metrics": {{collector.Counts.Rows(Signal.Metrics)}}, "logs": {{collector.Counts.Rows(Signal.Logs)}}, "traces": {{collector.Counts.Rows(Signal.Traces)}}, "message_bytes": {{collector.Counts.MessageBytes}}, "wire_bytes": {{collector.Counts.WireBytes}}}""");

    const PosixSignal SigUsr1 = (PosixSignal)10;
    using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var onAsked = PosixSignalRegistration.Create(SigUsr1, context =>
    {
        context.Cancel = true;
        Print();
    });
    Console.WriteLine($"listening on grpc {collector.Grpc.Port} http {collector.Http.Port}");
    await end.Task.ConfigureAwait(false);
    Print();
}

return 0;
