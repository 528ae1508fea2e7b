namespace Pipeline.Servers.Tests.Servers;

/// <summary>Small servers of the tests' own: <c>/delay/MS/BYTES</c> is answered after so many milliseconds with so many bytes.</summary>
internal static class Handlers
{
    /// <summary>Python's http.server with a thread a connection.</summary>
    internal static Task<ServerProcess> StartPythonAsync() => ServerProcess.StartAsync("/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "handlers", "delays.py"));

    /// <summary>.NET's Kestrel, which reads on the thread that hears of a packet: otherwise another one has to be woken before it does.</summary>
    internal static Task<ServerProcess> StartKestrelAsync(params IEnumerable<string> arguments) => StartKestrelAsync([], arguments);

    /// <inheritdoc cref="StartKestrelAsync(IEnumerable{string})"/>
    /// <param name="before">A command in front that sets its environment.</param>
    /// <param name="arguments">What it is told.</param>
    internal static Task<ServerProcess> StartKestrelAsync(string[] before, params IEnumerable<string> arguments) =>
        ServerProcess.StartAsync([.. before, "env", "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1", Installed.Server("Kestrel"), .. arguments]);
}
