using System.Globalization;

namespace Pipeline.Servers.Tests.Servers;

/// <summary>Both ends of the TCP connections of servers, as the kernel tells of them.</summary>
internal static class Sockets
{
    /// <summary>Returns once all that was sent to the servers was read by them.</summary>
    internal static Task ReadAsync(params IReadOnlyCollection<int> ports) => UntilAsync(ports, words => words[1..3] is ["0", "0"]);

    /// <summary>Returns once the servers have heard that their clients are gone, and all that they said before.</summary>
    internal static Task LeftAsync(params IReadOnlyCollection<int> ports) => UntilAsync(ports, words => words[0] == "TIME-WAIT");

    /// <summary>Until each connection is so: state, bytes that wait to be read and bytes that wait to be acknowledged.</summary>
    private static async Task UntilAsync(IReadOnlyCollection<int> ports, Func<string[], bool> isSo)
    {
        var any = string.Join(" or ", ports.Select(p => string.Create(CultureInfo.InvariantCulture, $"sport = :{p} or dport = :{p}")));
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!(await RunningProcess.RunAsync("ss", "-Htn", "state", "connected", $"( {any} )").ConfigureAwait(false))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).All(line => isSo(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))))
            await Task.Delay(20, patience.Token).ConfigureAwait(false);
    }
}
