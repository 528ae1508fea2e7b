using System.Globalization;
using Pipeline.Servers.Tests.Servers;
using Pipeline.Servers.Tests.Witnesses;

namespace Pipeline.Servers.Tests.Loads;

/// <summary>nghttp2's load generator: so many requests on connections that are kept.</summary>
internal static class H2load
{
    /// <param name="folder">Where the list of targets is written.</param>
    /// <param name="port">Whom to ask.</param>
    /// <param name="requests">How many.</param>
    /// <param name="connections">Over how many connections.</param>
    /// <param name="rate">Requests a second, of all connections.</param>
    /// <param name="paths">Targets, asked for in turn on each connection.</param>
    internal static Task RunAsync(TemporaryFolder folder, int port, int requests, int connections, int rate, params IEnumerable<string> paths) =>
        RunAsync(Priority.High, folder, port, requests, connections, rate, paths);

    /// <summary>With a command in front that gives it a priority.</summary>
    internal static async Task RunAsync(string[] priority, TemporaryFolder folder, int port, int requests, int connections, int rate, params IEnumerable<string> paths)
    {
        var targets = folder.Write($"targets-{Guid.NewGuid():N}", string.Concat(paths.Select(path => $"http://127.0.0.1:{port}{path}\n")));
        var said = await RunningProcess.RunAsync(
            [.. priority, "h2load", "--h1", "-n", Text(requests), "-c", Text(connections), "-t", "1", $"--rps={Text(Math.Max(1, rate / connections))}", "-i", targets]).ConfigureAwait(false);
        Assert.Contains($"requests: {requests} total, {requests} started, {requests} done", said, StringComparison.Ordinal);
    }

    /// <summary>Over HTTP/2, so many streams at once on each connection.</summary>
    internal static async Task RunHttp2Async(TemporaryFolder folder, int port, int requests, int connections, int streams, params IEnumerable<string> paths)
    {
        var targets = folder.Write($"targets-{Guid.NewGuid():N}", string.Concat(paths.Select(path => $"http://127.0.0.1:{port}{path}\n")));
        var said = await RunningProcess.RunAsync(
            [.. Priority.High, "h2load", "-n", Text(requests), "-c", Text(connections), "-m", Text(streams), "-t", "1", "-i", targets]).ConfigureAwait(false);
        Assert.Contains($"requests: {requests} total, {requests} started, {requests} done", said, StringComparison.Ordinal);
    }

    /// <summary>Over TLS, whose secrets it writes down: HTTP/2 with ten streams at once, or HTTP/1.</summary>
    internal static async Task RunEncryptedAsync(KeyLog keys, bool isHttp2, TemporaryFolder folder, int port, int requests, int connections, params IEnumerable<string> paths)
    {
        var targets = folder.Write($"targets-{Guid.NewGuid():N}", string.Concat(paths.Select(path => $"https://127.0.0.1:{port}{path}\n")));
        var said = await RunningProcess.RunAsync(
            [.. keys.Writing, .. Priority.High, "h2load", .. isHttp2 ? (string[])["-m", "10"] : ["--h1"], "-n", Text(requests), "-c", Text(connections), "-t", "1", "-i", targets]).ConfigureAwait(false);
        Assert.Contains($"requests: {requests} total, {requests} started, {requests} done", said, StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
