using Pipeline.Plugins.Tests.Sources.Replay;

namespace Pipeline.Plugins.Tests.Sinks.Files;

/// <summary>A file system in memory that is soon full. Needs root.</summary>
internal sealed class SmallDisk(string path) : IAsyncDisposable
{
    public string Path => path;

    public static async Task<SmallDisk> MountAsync(string path, string size)
    {
        Directory.CreateDirectory(path);
        await Tool.RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "file-sink-test", path);
        return new SmallDisk(path);
    }

    public Task RemountAsync(string options) => Tool.RunAsync("mount", "-o", $"remount,{options}", path);

    public async ValueTask DisposeAsync() => await Tool.RunAsync("umount", "-l", path);
}
