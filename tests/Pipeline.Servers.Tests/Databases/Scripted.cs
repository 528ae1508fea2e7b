using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pipeline.Servers.Tests.Databases;

/// <summary>A server that answers as a script says, for a driver of others; test.sh installs those.</summary>
internal sealed class Scripted : IDisposable
{
    private readonly RunningProcess _server;
    private readonly string _name;

    private Scripted(RunningProcess server, string name, int port) => (_server, _name, Port) = (server, name, port);

    internal int Port { get; }

    private static string Modules { get; } = FindModules();

    internal static async Task<Scripted> StartAsync(string name)
    {
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Modules, "node_modules")), $"drivers are missing in {Modules}: source setup.sh; need_npm tests/Pipeline.Servers.Tests/npm artifacts/database-clients");
        var server = RunningProcess.Start("timeout", "--signal=KILL", "3600", "node", Handler($"{name}_server.cjs"), Modules);
        var said = await server.Output.WaitForAsync("listening on ").ConfigureAwait(false);
        return new Scripted(server, name, int.Parse(said.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    /// <summary>Lets the driver talk to it, to the end.</summary>
    internal Task<string> TalkAsync() => RunningProcess.RunAsync("node", Handler($"{_name}_client.cjs"), Modules, Port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Ends it; what it was asked, a line a request.</summary>
    internal async Task<JsonElement[]> EndAsync()
    {
        _server.Signal(RunningProcess.Interrupt);
        await _server.EndAsync().ConfigureAwait(false);
        return [.. _server.Output.All.Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement)];
    }

    public void Dispose() => _server.Dispose();

    private static string Handler(string file) => Path.Combine(AppContext.BaseDirectory, "handlers", file);

    private static string FindModules([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "artifacts", "database-clients"));
}
