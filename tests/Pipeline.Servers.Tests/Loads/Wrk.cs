using System.Globalization;

namespace Pipeline.Servers.Tests.Loads;

/// <summary>wrk with requests of several methods and sizes, on connections that are kept; so many on each, at a rate.</summary>
internal static class Wrk
{
    /// <param name="port">Whom to ask.</param>
    /// <param name="requests">How many, or up to one more a connection.</param>
    /// <param name="connections">Over how many connections.</param>
    internal static Task RunAsync(int port, int requests, int connections) => RunningProcess.RunAsync(
        "wrk", "--threads", "1", "--connections", Text(connections), "--duration", "1h",
        "--script", Path.Combine(AppContext.BaseDirectory, "handlers", "mixed.lua"), $"http://127.0.0.1:{Text(port)}", "--", Text(requests));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
