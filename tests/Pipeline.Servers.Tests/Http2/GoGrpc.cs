using Pipeline.Servers.Tests.Servers;

namespace Pipeline.Servers.Tests.Http2;

/// <summary>Debian's gRPC for Go, as a server and as a client.</summary>
internal static class GoGrpc
{
    /// <summary>What the client calls, in this order.</summary>
    internal static readonly string[] Calls =
    [
        .. Enumerable.Repeat("/test.Echo/Say OK", 20), "/test.Echo/Say NotFound", "/test.Echo/Say Canceled", "/test.Echo/None Unimplemented", .. Enumerable.Repeat("/test.Echo/Talk OK", 5),
    ];

    /// <summary>Builds the program, from Debian's packages and nothing else.</summary>
    internal static async Task<string> BuildAsync(TemporaryFolder folder)
    {
        var program = folder.Path("grpc-test");
        await RunningProcess.RunAsync(
            Patience.ForCompilers,
            "env", "GO111MODULE=off", "GOPATH=/usr/share/gocode", "GOFLAGS=-p=2", "GOTOOLCHAIN=local", "go", "build", "-o", program, Path.Combine(AppContext.BaseDirectory, "Http2", "grpc.go")).ConfigureAwait(false);
        return program;
    }

    internal static Task<ServerProcess> StartAsync(string program) => ServerProcess.StartAsync(program, "serve");

    internal static async Task<string[]> CallAsync(string program, int port) =>
        (await RunningProcess.RunAsync(program, "call", $"{port}").ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
