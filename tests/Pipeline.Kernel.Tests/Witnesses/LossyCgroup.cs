using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>
/// A cgroup in which each TCP connection's first SYN is lost on its way in, once, as are segments of 1000 bytes; and which ones were. Processes in it have to
/// end first.
/// </summary>
internal sealed class LossyCgroup : IAsyncDisposable
{
    private const string Pins = "/sys/fs/bpf";

    private readonly string _pin = $"{Pins}/pipeline-test-{Guid.NewGuid():N}";

    private LossyCgroup(string folder) => Folder = folder;

    internal string Folder { get; }

    private string Program => _pin + "/lossy";

    internal static async Task<LossyCgroup> MakeAsync()
    {
        var root = File.ReadLines("/proc/self/mounts").Select(l => l.Split(' ')).FirstOrDefault(w => w[2] == "cgroup2")?[1];
        Assert.SkipWhen(root is null, "a mounted cgroup2 hierarchy missing");
        var cgroup = new LossyCgroup(Path.Combine(root, $"pipeline-test-{Guid.NewGuid():N}"));
        Directory.CreateDirectory(cgroup.Folder);
        Directory.CreateDirectory(cgroup._pin);
        await RunningProcess.RunAsync("bpftool", "prog", "load", Installed.Program("lossy"), cgroup.Program, "pinmaps", cgroup._pin).ConfigureAwait(false);
        await RunningProcess.RunAsync("bpftool", "cgroup", "attach", cgroup.Folder, "ingress", "pinned", cgroup.Program).ConfigureAwait(false);
        return cgroup;
    }

    /// <summary>What was lost: the sender's port and the segment's sequence number.</summary>
    internal async Task<IReadOnlyList<(int Port, uint Sequence)>> LostAsync()
    {
        var dump = await RunningProcess.RunAsync("bpftool", "--json", "map", "dump", "pinned", $"{_pin}/lost").ConfigureAwait(false);
        return
        [
            .. JsonDocument.Parse(dump).RootElement.EnumerateArray()
                .Select(e => e.GetProperty("formatted").GetProperty("key"))
                .Select(k => (k.GetProperty("port").GetInt32(), k.GetProperty("seq").GetUInt32())),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await RunningProcess.RunAsync("bpftool", "cgroup", "detach", Folder, "ingress", "pinned", Program).ConfigureAwait(false);
        foreach (var pin in Directory.GetFiles(_pin))
            File.Delete(pin);
        Directory.Delete(_pin);
        Directory.Delete(Folder);
    }
}
