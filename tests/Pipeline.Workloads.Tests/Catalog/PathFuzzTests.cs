using System.Text;

namespace Pipeline.Workloads.Tests.Catalog;

public sealed class PathFuzzTests
{
    private const string Id = "4f2c9d1e8b7a6053c1d2e3f4a5b6c7d8e9f00112233445566778899aabbccdde";

    private static readonly string[] Pieces =
    [
        "/", "/", "/", "..", ".", ":", "::", "-", "_", "\\x2d", "\\x", "\\xff", "docker", "docker-", "cri-containerd-", "crio-", "libpod-", "libpod-payload-", "libpod-conmon-", "lxc",
        "lxc.payload.", "lxc.monitor.", "machine-", "systemd-nspawn@", ".scope", ".service", ".slice", "kubepods", "kubepods-burstable-pod", "/pod", "pod", "/pod3c5a1f0e-9b7d-4e2a-8c61-0f1e2d3c4b5a/", "3c5a1f0e-9b7d-4e2a-8c61-0f1e2d3c4b5a",
        "3c5a1f0e_9b7d_4e2a_8c61_0f1e2d3c4b5a", "9d1e8b7a6053c1d2e3f4a5b6c7d8e9f0", Id, Id[..12], Id[..11], "user@1000", "user-1000", "system", " (deleted)", "\0", "\ud83d\ude00", "\ud83d", "é", "\n", " ",
    ];

    [Fact]
    public void Any_text_is_a_path_and_what_it_tells_stands_in_it()
    {
        var (containers, pods, units) = (0, 0, 0);
        for (var input = 0; input < FuzzSize.Inputs; input++)
        {
            var path = Random();
            var workload = Workload.Of(path);

            Assert.Equal(workload.ContainerId is null, workload.Runtime == ContainerRuntime.None);
            if (workload.Runtime is not (ContainerRuntime.None or ContainerRuntime.Nspawn))
                Assert.Contains(workload.ContainerId!, path, StringComparison.Ordinal);
            if (workload.Runtime is ContainerRuntime.Docker or ContainerRuntime.Containerd or ContainerRuntime.Crio or ContainerRuntime.Podman or ContainerRuntime.Unknown)
                Assert.True(workload.ContainerId!.Length is >= 12 and <= 64 && workload.ContainerId.All(char.IsAsciiHexDigitLower), path);
            if (workload.PodUid is { } uid)
                Assert.True(Guid.TryParse(uid, out _) && path.Replace('_', '-').Contains(uid, StringComparison.Ordinal), path);
            foreach (var unit in (string?[])[workload.Unit, workload.UserUnit, workload.Slice])
                Assert.True(unit is null || (path.Contains(unit, StringComparison.Ordinal) && !unit.Contains('/', StringComparison.Ordinal)), path);
            Assert.Equal(workload, Workload.Of("/.." + (path.StartsWith('/') ? path : "/" + path)));
            containers += workload.ContainerId is null ? 0 : 1;
            pods += workload.PodUid is null ? 0 : 1;
            units += workload.Unit is null ? 0 : 1;
        }

        Assert.True(containers > FuzzSize.Inputs / 100 && pods > FuzzSize.Inputs / 10_000 && units > FuzzSize.Inputs / 1000, $"{containers} containers, {pods} pods, {units} units");
    }

    private static string Random()
    {
        var random = FuzzSize.Random;
        var path = new StringBuilder();
        for (var left = random.Next(12); left > 0; left--)
            path.Append(random.Next(10) == 0 ? ((char)random.Next(1, 0x300)).ToString() : Pieces[random.Next(Pieces.Length)]);
        return path.ToString();
    }
}
