using System.Globalization;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>A disk of the test's own: a file behind a loop device.</summary>
internal sealed class LoopDevice : IAsyncDisposable
{
    private const int MinorBits = 20;

    private LoopDevice(string path) => Path = path;

    internal string Path { get; }

    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its number as the kernel's tracepoints tell it.</summary>
    internal uint Number
    {
        get
        {
            var words = File.ReadAllText($"/sys/block/{Name}/dev").Trim().Split(':');
            return uint.Parse(words[0], CultureInfo.InvariantCulture) << MinorBits | uint.Parse(words[1], CultureInfo.InvariantCulture);
        }
    }

    internal static async Task<LoopDevice> MakeAsync(string file, long bytes)
    {
        await using (var stream = File.Create(file))
            stream.SetLength(bytes);
        return new LoopDevice((await RunningProcess.RunAsync("losetup", "--find", "--show", file)).Trim());
    }

    public async ValueTask DisposeAsync() => await RunningProcess.RunAsync("losetup", "--detach", Path);
}
