namespace Pipeline.Processes.Tests.Cgroups;

/// <summary>A disk of the test's own: a file behind a loop device.</summary>
internal sealed class LoopDisk : IAsyncDisposable
{
    private LoopDisk(string path) => Path = path;

    internal string Path { get; }

    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>As MAJOR:MINOR.</summary>
    internal string Number => File.ReadAllText($"/sys/block/{Name}/dev").Trim();

    internal static async Task<LoopDisk> MakeAsync(string file, long bytes)
    {
        Needs.Root("losetup");
        await using (var stream = File.Create(file))
            stream.SetLength(bytes);
        return new LoopDisk((await RunningProcess.RunAsync("losetup", "--find", "--show", file)).Trim());
    }

    public async ValueTask DisposeAsync() => await RunningProcess.RunAsync("losetup", "--detach", Path);
}
