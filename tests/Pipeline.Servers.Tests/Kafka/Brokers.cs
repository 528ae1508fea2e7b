using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Servers.Tests.Kafka;

/// <summary>librdkafka's mock brokers in a process of their own.</summary>
internal sealed partial class Brokers : IDisposable
{
    private readonly RunningProcess _process;

    private Brokers(RunningProcess process, string addresses) => (_process, Addresses) = (process, addresses);

    /// <summary>As clients take them.</summary>
    internal string Addresses { get; }

    internal int[] Ports => [.. Port().Matches(Addresses).Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];

    internal static async Task<Brokers> StartAsync()
    {
        var process = RunningProcess.StartListening(Installed.Server("Broker"));
        var said = await process.Output.WaitForAsync("brokers at ").ConfigureAwait(false);
        return new Brokers(process, said["brokers at ".Length..].Trim());
    }

    /// <summary>A command that the process obeys: see its Program.</summary>
    internal async Task TellAsync(string command) => Assert.Equal("ok", await _process.AskAsync(command).ConfigureAwait(false));

    public void Dispose() => _process.Dispose();

    [GeneratedRegex(@":(\d+)")]
    private static partial Regex Port();
}
