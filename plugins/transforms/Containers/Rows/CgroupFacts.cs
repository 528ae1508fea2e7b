using Pipeline.Bpf.Rings;
using Pipeline.Enrichment;
using Pipeline.Transforms.Containers.Runtimes;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Containers.Rows;

/// <summary>What is known of cgroups, as facts: put together when the first row of a cgroup comes. One thread.</summary>
/// <param name="names">Names of containers; null: they are not wanted.</param>
internal sealed class CgroupFacts(ContainerNames? names)
{
    private const int MostFacts = 1 << 17;
    private const long MostTextBytes = 64 << 20;

    // A name that is not there at first sight: asked for again a few times, each time later.
    private const int MostTries = 6;
    private const long FirstPause = 100_000_000;

    private Known[] _known = [];

    /// <summary>The facts; their cells are <see cref="AddedColumn.OfCgroups"/>.</summary>
    public Facts Facts { get; } = new([.. AddedColumn.OfCgroups.Select(AddedColumn.Type)], MostFacts, MostTextBytes);

    /// <summary>The number of a cgroup's fact.</summary>
    public int Of(CgroupInfo cgroup)
    {
        var number = cgroup.Number;
        if (number >= _known.Length)
            Array.Resize(ref _known, Math.Max(number + 1, 2 * _known.Length));
        ref var known = ref _known[number];
        if (!ReferenceEquals(known.Cgroup, cgroup))
        {
            // Another had the number before.
            if (known.Fact != 0)
                Facts.Remove(known.Fact);
            known = new Known { Cgroup = cgroup };
            Tell(ref known);
        }
        else if (known.Tries > 0 && BootClock.Now() >= known.NextTry)
        {
            Tell(ref known);
        }

        return known.Fact;
    }

    private void Tell(ref Known known)
    {
        var workload = known.Cgroup!.Workload;
        var container = workload.ContainerId is { } id ? Find(id, workload.Runtime) : null;
        var isMissing = names is not null && workload.ContainerId is not null && container is null;
        if (!isMissing || known.Tries == MostTries)
            known.Tries = 0;
        else
            known.NextTry = BootClock.Now() + (FirstPause << known.Tries++);
        if (known.Fact != 0 && isMissing)
            return;
        Write(workload, container);
        if (known.Fact == 0)
            known.Fact = Facts.Add();
        else
            Facts.Replace(known.Fact);
    }

    // Where there are no ids, what is called so is the name.
    private KnownContainer? Find(string id, ContainerRuntime runtime) =>
        runtime is ContainerRuntime.Lxc or ContainerRuntime.Nspawn ? new KnownContainer(id, "", RuntimeName(runtime)!) : names?.Find(id);

    private void Write(Workload workload, KnownContainer? container)
    {
        var image = ImageName.Split(container?.Image ?? "");
        for (var cell = 0; cell < AddedColumn.OfCgroups.Length; cell++)
            Facts.Draft.Set(cell, AddedColumn.OfCgroups[cell] switch
            {
                ContainerColumn.ContainerId => workload.ContainerId,
                ContainerColumn.ContainerName => container?.Name,
                ContainerColumn.ContainerImageName => image.Name,
                ContainerColumn.ContainerImageTag => image.Tag,
                ContainerColumn.ContainerRuntime => container?.Runtime ?? RuntimeName(workload.Runtime),
                ContainerColumn.SystemdUnit => workload.Unit,
                _ => workload.Slice,
            });
    }

    private static string? RuntimeName(ContainerRuntime runtime) => runtime switch
    {
        ContainerRuntime.Docker => KnownContainer.Docker,
        ContainerRuntime.Containerd => KnownContainer.Containerd,
        ContainerRuntime.Crio => KnownContainer.Crio,
        ContainerRuntime.Podman => KnownContainer.Podman,
        ContainerRuntime.Lxc => "lxc",
        ContainerRuntime.Nspawn => "systemd-nspawn",
        _ => null,
    };

    private struct Known
    {
        public CgroupInfo? Cgroup;
        public int Fact;
        public int Tries;
        public long NextTry;
    }
}
