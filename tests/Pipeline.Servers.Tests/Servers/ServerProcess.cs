using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pipeline.Servers.Tests.Servers;

/// <summary>A server in a process of its own, which ends with the test, and by itself some minutes after a test that was killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    // Longer than any test, on any machine.
    private const string Life = "3600";

    private readonly RunningProcess _process;

    private ServerProcess(RunningProcess process, int port) => (_process, Port) = (process, port);

    internal int Port { get; }

    /// <summary>The server's process, and those that it started.</summary>
    internal int[] Pids => [.. Descendants(_process.Id)];

    /// <summary>One that is told its port, once it accepts connections there.</summary>
    internal static async Task<ServerProcess> StartAsync(int port, params IEnumerable<string> command)
    {
        var process = RunningProcess.Start(Bounded(command));
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!await AcceptsAsync(port).ConfigureAwait(false))
        {
            if (process.HasEnded || patience.IsCancellationRequested)
            {
                process.Dispose();
                Assert.Fail($"{string.Join(' ', command)} does not listen on {port}. It said:\n{process.Errors.Text}{process.Output.Text}");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }

        return new ServerProcess(process, port);
    }

    /// <summary>One that lets the kernel choose and prints <c>listening on PORT</c>.</summary>
    internal static async Task<ServerProcess> StartAsync(params IEnumerable<string> command)
    {
        var process = RunningProcess.Start(Bounded(command));
        var said = await process.Output.WaitForAsync("listening on ").ConfigureAwait(false);
        return new ServerProcess(process, int.Parse(said.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    /// <summary>Ends it at once, as the kernel does when memory is short.</summary>
    internal void Kill()
    {
        foreach (var pid in Pids)
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
    }

    /// <inheritdoc cref="Sockets.ReadAsync"/>
    internal Task ReadSocketsAsync() => Sockets.ReadAsync(Port);

    /// <inheritdoc cref="Sockets.LeftAsync"/>
    internal Task LeftAsync() => Sockets.LeftAsync(Port);

    /// <summary>Returns once it has so many processes.</summary>
    internal async Task StartsAsync(int processes)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (Pids.Length < processes)
            await Task.Delay(20, patience.Token).ConfigureAwait(false);
    }

    // timeout leads a group, in which the server and its children are. Those that began within the same hundredth of a second .NET does not take for each other's.
    public void Dispose()
    {
        if (!_process.HasEnded)
            _process.KillGroup();
        _process.Dispose();
    }

    private static IEnumerable<string> Bounded(IEnumerable<string> command) => [.. Priority.High, "timeout", "--signal=KILL", Life, .. command];

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static IEnumerable<int> Descendants(int pid)
    {
        foreach (var child in File.ReadAllText($"/proc/{pid}/task/{pid}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var id = int.Parse(child, CultureInfo.InvariantCulture);
            yield return id;
            foreach (var below in Descendants(id))
                yield return below;
        }
    }
}
