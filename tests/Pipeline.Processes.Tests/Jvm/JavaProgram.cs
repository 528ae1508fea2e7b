namespace Pipeline.Processes.Tests.Jvm;

/// <summary>The program that Java machines of the tests run, compiled once.</summary>
public sealed class JavaProgram : IAsyncLifetime
{
    private static readonly string Source = Path.Combine(AppContext.BaseDirectory, "Jvm", "Work.java");

    private readonly TemporaryFolder _folder = new();

    /// <summary>Where it lies.</summary>
    internal string Folder => Path.GetDirectoryName(_folder.Path("Work.class"))!;

    public async ValueTask InitializeAsync()
    {
        if (File.Exists("/usr/bin/javac"))
            await RunningProcess.RunAsync("/usr/bin/javac", "-d", Folder, Source);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A machine that has collected its garbage and waits.</summary>
    /// <param name="before">A command in front.</param>
    /// <param name="options">The machine's own.</param>
    internal async Task<RunningProcess> StartAsync(IEnumerable<string> before, params IEnumerable<string> options)
    {
        Needs.Root("java", "javac", "jcmd");
        var machine = RunningProcess.StartListening([.. before, "/usr/bin/java", "-Xmx128m", .. options, "-cp", Folder, "Work"]);
        await machine.Output.WaitForAsync("collected");
        return machine;
    }
}
