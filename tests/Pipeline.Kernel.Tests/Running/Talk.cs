using System.Text.Json;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>workloads/talk.py: a server and a client that wait, and then talk once.</summary>
internal sealed class Talk : IDisposable
{
    private readonly RunningProcess _process;

    private Talk(RunningProcess process, JsonElement who) =>
        (_process, Server, Client, Port) = (process, who.GetProperty("server").GetInt32(), who.GetProperty("client").GetInt32(), who.GetProperty("port").GetInt32());

    internal int Server { get; }

    internal int Client { get; }

    /// <summary>The server's; 0 over a Unix socket.</summary>
    internal int Port { get; }

    /// <summary>All that the client sent, once it has.</summary>
    internal byte[] Requests { get; private set; } = [];

    /// <summary>All that the server sent, once it has.</summary>
    internal byte[] Responses { get; private set; } = [];

    internal static async Task<Talk> PrepareAsync(string kind, string address)
    {
        var process = RunningProcess.Start("/usr/bin/python3", Installed.Workload("talk.py"), kind, address);
        await process.Output.WaitForAsync("server").ConfigureAwait(false);
        return new Talk(process, JsonDocument.Parse(process.Output.All[0]).RootElement);
    }

    /// <summary>They talk, to the end.</summary>
    internal async Task GoAsync()
    {
        _process.Signal(RunningProcess.User1);
        var code = await _process.EndAsync().ConfigureAwait(false);
        Assert.True(code == 0, $"talk.py exited with {code}:\n{_process.Errors.Text}");
        var said = JsonDocument.Parse(_process.Output.All[1]).RootElement;
        (Requests, Responses) = (Bytes(said, "requests"), Bytes(said, "responses"));
    }

    /// <summary>Rows of its connection in a table, of both ends.</summary>
    internal IReadOnlyList<JsonElement> In(string table, IEnumerable<JsonElement> rows) =>
        [.. rows.Where(r => r.GetProperty("table").GetString() == table && (r.GetProperty("local_port").GetInt32() == Port || r.GetProperty("remote_port").GetInt32() == Port))];

    public void Dispose() => _process.Dispose();

    private static byte[] Bytes(JsonElement said, string name) => Convert.FromHexString(said.GetProperty(name).GetString()!);
}
