using System.Globalization;

namespace Pipeline.Servers.Tests.Go;

/// <summary>A program of the folder beside, compiled by Debian's Go and waiting at its port.</summary>
internal sealed class GoProgram : IDisposable
{
    private GoProgram(RunningProcess process, int port) => (Process, Port) = (process, port);

    internal RunningProcess Process { get; }

    /// <summary>Of its server.</summary>
    internal int Port { get; }

    /// <param name="folder">Where the program is put.</param>
    /// <param name="name">The name of its source.</param>
    /// <param name="build">What the compiler is told besides.</param>
    /// <param name="arguments">What the program is told.</param>
    internal static async Task<GoProgram> StartAsync(TemporaryFolder folder, string name, string[] build, params string[] arguments)
    {
        var program = folder.Path($"go{name}");
        var sources = Path.Combine(AppContext.BaseDirectory, "Go", "programs");
        // What was compiled before is kept, for the next test.
        await RunningProcess.RunAsync(
            Patience.ForCompilers,
            ["env", "GO111MODULE=off", $"GOCACHE={Path.Combine(AppContext.BaseDirectory, "go-cache")}", "go", "build", .. build, "-o", program, $"{sources}/{name}.go", $"{sources}/shared.go"]);
        var process = RunningProcess.StartListening([program, .. arguments]);
        return new GoProgram(process, int.Parse(await process.Output.WaitForAsync(_ => true), CultureInfo.InvariantCulture));
    }

    /// <summary>Lets it go on to its end; what it said.</summary>
    internal async Task<string[]> RunAsync()
    {
        await Process.AskAsync("");
        var code = await Process.EndAsync();
        Assert.True(code == 0, $"it exited with {code}: {Process.Errors.Text}");
        return Process.Output.All[1..];
    }

    public void Dispose() => Process.Dispose();
}
