namespace Pipeline.Servers.Tests.Loads;

/// <summary>curl with what it can ask an HTTP/1 server for: each kind of request once.</summary>
internal static class Curl
{
    /// <summary>How many that is.</summary>
    internal const int Requests = 17;

    /// <param name="folder">For what it sends.</param>
    /// <param name="address">Whom it asks: <c>http://127.0.0.1:80</c>.</param>
    /// <param name="before">A command in front that sets its environment.</param>
    internal static Task RunAsync(TemporaryFolder folder, string address, params IEnumerable<string> before) => RunningProcess.RunAsync(
        [.. before, "env", $"TMPDIR={Path.GetDirectoryName(folder.Path("x"))}", "bash", Path.Combine(AppContext.BaseDirectory, "handlers", "curl.sh"), address]);
}
