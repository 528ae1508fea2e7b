namespace Pipeline.Workloads.Tests.Catalog;

public sealed class WorkloadTests
{
    private const string Id = "4f2c9d1e8b7a6053c1d2e3f4a5b6c7d8e9f00112233445566778899aabbccdde";
    private const string Other = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
    private const string Uid = "3c5a1f0e-9b7d-4e2a-8c61-0f1e2d3c4b5a";
    private const string UidInSlice = "3c5a1f0e_9b7d_4e2a_8c61_0f1e2d3c4b5a";

    [Theory]
    [InlineData($"/docker/{Id}", ContainerRuntime.Docker)]
    [InlineData($"/system.slice/docker-{Id}.scope", ContainerRuntime.Docker)]
    [InlineData($"/default/{Id}", ContainerRuntime.Containerd)]
    [InlineData($"/k8s.io/{Id}", ContainerRuntime.Containerd)]
    [InlineData($"/system.slice/nerdctl-{Id}.scope", ContainerRuntime.Containerd)]
    [InlineData($"/machine.slice/crio-{Id}.scope", ContainerRuntime.Crio)]
    [InlineData($"/machine.slice/libpod-{Id}.scope", ContainerRuntime.Podman)]
    [InlineData($"/machine.slice/libpod-{Id}.scope/container", ContainerRuntime.Podman)]
    [InlineData($"/libpod_parent/libpod-{Id}", ContainerRuntime.Podman)]
    [InlineData($"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-{Id}.scope/container", ContainerRuntime.Podman)]
    [InlineData($"/user.slice/user-1000.slice/user@1000.service/user.slice/user-libpod_pod_{Other}.slice/libpod-{Id}.scope", ContainerRuntime.Podman)]
    [InlineData($"/system.slice:docker:{Id}", ContainerRuntime.Docker)]
    [InlineData($"/somebody/{Id}", ContainerRuntime.Unknown)]
    [InlineData($"/../../docker/{Id}", ContainerRuntime.Docker)]
    [InlineData($"/docker/{Id} (deleted)", ContainerRuntime.Docker)]
    public void A_path_tells_the_container_and_whose_it_is(string path, ContainerRuntime runtime)
    {
        var workload = Workload.Of(path);

        Assert.Equal((runtime, Id, null, null), (workload.Runtime, workload.ContainerId, workload.PodUid, workload.OuterContainerId));
    }

    [Theory]
    [InlineData($"/kubepods/besteffort/pod{Uid}/{Id}", ContainerRuntime.Unknown)]
    [InlineData($"/kubepods/pod{Uid}/crio-{Id}", ContainerRuntime.Crio)]
    [InlineData($"/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod{UidInSlice}.slice/cri-containerd-{Id}.scope", ContainerRuntime.Containerd)]
    [InlineData($"/kubepods.slice/kubepods-pod{UidInSlice}.slice/crio-{Id}.scope", ContainerRuntime.Crio)]
    [InlineData($"/kubepods.slice/kubepods-pod{UidInSlice}.slice/crio-{Id}.scope/container", ContainerRuntime.Crio)]
    [InlineData($"/kubepods.slice/kubepods-pod{UidInSlice}.slice/docker-{Id}.scope", ContainerRuntime.Docker)]
    [InlineData($"/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod{UidInSlice}.slice/cri-containerd-{Id}.scope", ContainerRuntime.Containerd)]
    [InlineData($"/system.slice/containerd.service/kubepods-burstable-pod{UidInSlice}.slice:cri-containerd:{Id}", ContainerRuntime.Containerd)]
    [InlineData($"/../../kubepods-pod{UidInSlice}.slice/cri-containerd-{Id}.scope", ContainerRuntime.Containerd)]
    [InlineData($"/kubepods/pod{Uid}/{Id}/docker/{Other}", ContainerRuntime.Unknown)]
    public void A_path_tells_the_pod_and_its_own_container(string path, ContainerRuntime runtime)
    {
        var workload = Workload.Of(path);

        Assert.Equal((runtime, Id, Uid), (workload.Runtime, workload.ContainerId, workload.PodUid));
    }

    [Theory]
    [InlineData($"/docker/{Other}/kubelet/kubepods/burstable/pod{Uid}/{Id}")]
    [InlineData($"/system.slice/docker-{Other}.scope/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod{UidInSlice}.slice/cri-containerd-{Id}.scope")]
    public void A_pod_on_a_node_that_is_a_container_tells_both(string path)
    {
        var workload = Workload.Of(path);

        Assert.Equal((Id, Uid, Other), (workload.ContainerId, workload.PodUid, workload.OuterContainerId));
    }

    [Fact]
    public void A_container_in_a_container_is_the_inner_one()
    {
        var workload = Workload.Of($"/docker/{Other}/docker/{Id}");

        Assert.Equal((ContainerRuntime.Docker, Id, Other), (workload.Runtime, workload.ContainerId, workload.OuterContainerId));
    }

    [Fact]
    public void What_runs_on_a_node_that_is_a_container_is_in_no_pod() =>
        Assert.Equal((Id, null), (Workload.Of($"/docker/{Id}/system.slice/kubelet.service").ContainerId, Workload.Of($"/docker/{Id}/system.slice/kubelet.service").PodUid));

    [Theory]
    [InlineData($"/kubepods/besteffort/pod{Uid}")]
    [InlineData($"/kubepods.slice/kubepods-pod{UidInSlice}.slice")]
    [InlineData($"/docker/{Id}/kubelet/kubepods/pod{Uid}")]
    [InlineData($"/kubepods.slice/kubepods-pod{UidInSlice}.slice/crio-conmon-{Id}.scope")]
    public void What_is_in_a_pod_and_in_no_container_of_it_tells_the_pod_alone(string path)
    {
        var workload = Workload.Of(path);

        Assert.Equal((Uid, null, ContainerRuntime.None), (workload.PodUid, workload.ContainerId, workload.Runtime));
    }

    [Fact]
    public void A_static_pod_has_a_hash_for_a_uid() =>
        Assert.Equal("9d1e8b7a6053c1d2e3f4a5b6c7d8e9f0", Workload.Of("/kubepods/burstable/pod9d1e8b7a6053c1d2e3f4a5b6c7d8e9f0").PodUid);

    [Theory]
    [InlineData("/lxc/web", ContainerRuntime.Lxc, "web")]
    [InlineData("/lxc.payload.web/init.scope", ContainerRuntime.Lxc, "web")]
    [InlineData("/lxc.payload/web", ContainerRuntime.Lxc, "web")]
    [InlineData("/lxc.monitor.web", ContainerRuntime.None, null)]
    [InlineData("/machine.slice/machine-old\\x2dbox.scope", ContainerRuntime.Nspawn, "old-box")]
    [InlineData("/machine.slice/systemd-nspawn@box.service/payload", ContainerRuntime.Nspawn, "box")]
    [InlineData("/machine.slice/machine-qemu\\x2d1\\x2dvm.scope", ContainerRuntime.None, null)]
    [InlineData($"/machine.slice/libpod-conmon-{Id}.scope", ContainerRuntime.None, null)]
    public void Runtimes_without_ids_have_names(string path, ContainerRuntime runtime, string? name) =>
        Assert.Equal((runtime, name), (Workload.Of(path).Runtime, Workload.Of(path).ContainerId));

    [Theory]
    [InlineData("/system.slice/nginx.service", "system.slice", "nginx.service", null)]
    [InlineData("/system.slice/nginx.service/worker", "system.slice", "nginx.service", null)]
    [InlineData("/system.slice/system-getty.slice/getty@tty1.service", "system-getty.slice", "getty@tty1.service", null)]
    [InlineData("/init.scope", null, "init.scope", null)]
    [InlineData("/user.slice/user-1000.slice/session-2.scope", "user-1000.slice", "session-2.scope", null)]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/app.slice/app-editor.service", "user-1000.slice", "user@1000.service", "app-editor.service")]
    [InlineData("/user.slice/user-1000.slice/user@1000.service/init.scope", "user-1000.slice", "user@1000.service", "init.scope")]
    [InlineData("/system.slice/dev-disk-by\\x2duuid.swap", "system.slice", "dev-disk-by\\x2duuid.swap", null)]
    [InlineData("/system.slice/_cgroup.service", "system.slice", "cgroup.service", null)]
    [InlineData("/kubepods.slice", "kubepods.slice", null, null)]
    [InlineData("/docker/nginx.service", null, null, null)]
    [InlineData("/.slice/x.service", null, null, null)]
    [InlineData("/-.slice/x.service", null, null, null)]
    [InlineData("/", null, null, null)]
    [InlineData("", null, null, null)]
    public void Slices_and_units_are_systemds(string path, string? slice, string? unit, string? userUnit) =>
        Assert.Equal((slice, unit, userUnit), (Workload.Of(path).Slice, Workload.Of(path).Unit, Workload.Of(path).UserUnit));

    [Theory]
    [InlineData("/docker/4f2c9d")]
    [InlineData("/podman")]
    [InlineData("/kubepods/pod-1234")]
    [InlineData("/docker-proxy.scope")]
    [InlineData("/docker/4F2C9D1E8B7A6053C1D2E3F4A5B6C7D8E9F00112233445566778899AABBCCDDE")]
    public void What_only_resembles_a_container_is_none(string path) =>
        Assert.Equal((ContainerRuntime.None, null, null), (Workload.Of(path).Runtime, Workload.Of(path).ContainerId, Workload.Of(path).PodUid));
}
