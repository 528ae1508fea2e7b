using System.Globalization;
using Pipeline.Kernel.Tests.Running;
using Pipeline.Kubernetes.Tests.Cluster;
using Pipeline.Plugins.Tests.Support;
using Pipeline.Transforms.Kubernetes.Objects;

namespace Pipeline.Kubernetes.Tests.Transform;

/// <summary>Rows of this machine's cgroups, by number and by path.</summary>
[Trait("needs", "root")]
public sealed class CgroupRowsTests
{
    private const string Uid = "0c4f7b9e-52f8-4d7e-9f6b-0d3c6a1be002";

    private static readonly TableSchema Figures = new("figures", TableKind.Event,
        [new("time", ColumnType.Time), new("cgroup", ColumnType.Utf8), new("cgroup_id", ColumnType.U64)]);

    private readonly string _container = string.Concat(Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task A_row_of_version_1_names_the_pod_that_the_row_of_version_2_names()
    {
        Needs.Root();
        using var cgroup = OwnCgroup.Make();
        var folders = new[] { $"kubepods-pod{Uid.Replace('-', '_')}.slice", $"cri-containerd-{_container}.scope" };
        var place = Directory.CreateDirectory(Path.Combine([cgroup.Path, .. folders])).FullName;
        try
        {
            var id = ulong.Parse(await RunningProcess.RunAsync("stat", "--format=%i", place), CultureInfo.InvariantCulture);
            await using var run = new NamedRun(tables: Figures);
            run.Feed.Put(Told.Pod(Uid, "web-1") with { Containers = [new Container("app", _container, "app:1", "")] });
            var path = $"/{Path.GetFileName(cgroup.Path)}/{string.Join('/', folders)}";
            Send(run, path, id);
            Send(run, path, 0);
            Send(run, "/kubepods/burstable/pod" + Uid + "/" + _container, 0);
            Send(run, "/system.slice/sshd.service", 0);
            Send(run, "/", 0);
            Send(run, "", 0);
            var rows = run.Take("figures");

            Assert.Equal(["pod", "pod", "pod", "host", "none", "none"], rows.Select(r => r["k8s_match"]));
            Assert.All(rows.Take(3), row => Assert.Equal(("web-1", "app"), (row["k8s_pod_name"], row["k8s_container_name"])));
            Assert.All(rows.Skip(3), row => Assert.Equal("", row["k8s_pod_name"]));
        }
        finally
        {
            Directory.Delete(place);
            Directory.Delete(Path.GetDirectoryName(place)!);
        }
    }

    private static void Send(NamedRun run, string path, ulong id)
    {
        using var emitter = new CollectingEmitter();
        using var rows = new BatchBuilder(Figures, emitter.Arena, 1);
        rows.AddRow();
        rows.Set(0, run.Now);
        rows.Set(1, System.Text.Encoding.UTF8.GetBytes(path));
        rows.Set(2, id);
        run.Process(rows.Build(new BatchOrigin("host", "figures", 1), 0)!);
    }
}
