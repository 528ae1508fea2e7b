namespace Pipeline.Workloads;

/// <summary>Who made a container, as far as the name of its cgroup tells.</summary>
public enum ContainerRuntime
{
    /// <summary>It is no container.</summary>
    None,

    /// <summary>A container whose cgroup's name does not tell whose: what the cgroupfs driver of the kubelet makes looks the same for each runtime.</summary>
    Unknown,

    /// <summary>Docker.</summary>
    Docker,

    /// <summary>containerd, called by the kubelet, nerdctl or ctr.</summary>
    Containerd,

    /// <summary>CRI-O.</summary>
    Crio,

    /// <summary>podman, also without root.</summary>
    Podman,

    /// <summary>LXC, Incus, LXD.</summary>
    Lxc,

    /// <summary>systemd-nspawn.</summary>
    Nspawn,
}
