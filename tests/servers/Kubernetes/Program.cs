using System.Globalization;
using System.Runtime.InteropServices;
using Pipeline.KubernetesServer;

// A server of its own process: writes kubeconfig, token and ca.crt into a folder, prints where they are, and serves until it is ended (SIGTERM, SIGINT).
//     Pipeline.KubernetesServer [--port PORT] [--folder FOLDER] [--http] [--openapi FILE] [--bookmarks SECONDS]
//     KUBECONFIG=FOLDER/kubeconfig kubectl apply -f ...
//     curl -X POST --cacert FOLDER/ca.crt https://127.0.0.1:PORT/faults/drop      (compact, slow, half-list, half-event, refuse?status=429&count=3&retry-after=1, restart?state=lost, expire?value=TOKEN, clear)
var (port, folder, isSecure, bookmarks) = (0, Path.Combine(Path.GetTempPath(), $"kubernetes-{Environment.ProcessId}"), true, 60);
string? openApi = null;
for (var i = 0; i < args.Length; i++)
    switch (args[i])
    {
        case "--port" when i + 1 < args.Length:
            port = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--folder" when i + 1 < args.Length:
            folder = Path.GetFullPath(args[++i]);
            break;
        case "--openapi" when i + 1 < args.Length:
            openApi = args[++i];
            break;
        case "--bookmarks" when i + 1 < args.Length:
            bookmarks = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--http":
            isSecure = false;
            break;
        default:
            await Console.Error.WriteLineAsync($"unknown argument {args[i]} (expected --port PORT, --folder FOLDER, --http, --openapi FILE, --bookmarks SECONDS)").ConfigureAwait(false);
            return 2;
    }

var options = new KubernetesServerOptions { Port = port, IsSecure = isSecure, OpenApiFile = openApi, TakesCommands = true, BookmarkInterval = TimeSpan.FromSeconds(bookmarks) };
var server = await TestApiServer.StartAsync(options).ConfigureAwait(false);
await using (server.ConfigureAwait(false))
{
    var end = new TaskCompletionSource();
    void End(PosixSignalContext context)
    {
        context.Cancel = true;
        end.TrySetResult();
    }

    using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    var files = ClientFiles.Write(server, folder);
    Console.WriteLine($"listening on {server.Url}");
    Console.WriteLine($"export KUBECONFIG={files.Kubeconfig}");
    await end.Task.ConfigureAwait(false);
}

return 0;
