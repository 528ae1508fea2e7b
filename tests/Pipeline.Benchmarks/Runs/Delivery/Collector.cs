using System.Globalization;

namespace Pipeline.Benchmarks.Runs.Delivery;

/// <summary>The tests' OTLP receiver in a process of its own, which only counts. Ends when disposed.</summary>
internal sealed class Collector : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Command _command;

    private Collector(Command command, int port) => (_command, Port) = (command, port);

    /// <summary>Where it speaks HTTP.</summary>
    internal int Port { get; }

    internal static async Task<Collector> StartAsync()
    {
        var command = Command.Start(Path.Combine(Place.Scratch, "bin", "Pipeline.Servers.Collector", "release", "Pipeline.Servers.Collector"), "--count-only");
        // "listening on grpc PORT http PORT"
        var said = await command.Output.ReadLineAsync().WaitAsync(Patience).ConfigureAwait(false) ?? throw new InvalidOperationException("the collector ended at once");
        return new Collector(command, int.Parse(said.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _command.Dispose();
}
