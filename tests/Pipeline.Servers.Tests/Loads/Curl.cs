namespace Pipeline.Servers.Tests.Loads;

/// <summary>curl with what it can ask an HTTP/1 server for: each kind of request once.</summary>
internal static class Curl
{
    /// <summary>How many that is.</summary>
    internal const int Requests = 17;

    internal static Task RunAsync(TemporaryFolder folder, int port) => RunningProcess.RunAsync(
        "env", $"TMPDIR={Path.GetDirectoryName(folder.Path("x"))}", "bash", Path.Combine(AppContext.BaseDirectory, "handlers", "curl.sh"), $"http://127.0.0.1:{port}");
}
