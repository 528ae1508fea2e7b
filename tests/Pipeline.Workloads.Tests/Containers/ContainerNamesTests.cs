using System.Diagnostics;

namespace Pipeline.Workloads.Tests.Containers;

public sealed class ContainerNamesTests : IDisposable
{
    private readonly StateFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_runtimes_containers_are_found_when_they_are_asked_for()
    {
        _folder.Docker(StateFolder.Id(1), StateSamples.Docker);
        _folder.Containerd("k8s.io", StateFolder.Id(2), StateSamples.Cri);
        _folder.Containerd("moby", StateFolder.Id(1), "{}");
        _folder.Storage(StateSamples.Storage.Replace("PODMAN", StateFolder.Id(3), StringComparison.Ordinal));
        _folder.Storage(StateSamples.Storage.Replace("CRIO", StateFolder.Id(4), StringComparison.Ordinal), "volatile-containers.json");
        var names = _folder.Names();
        Assert.Equal(("web-1", "docker"), Of(names.Find(StateFolder.Id(1))));
        Assert.Equal(("app", "containerd"), Of(names.Find(StateFolder.Id(2))));
        Assert.Equal(("db", "podman"), Of(names.Find(StateFolder.Id(3))));
        Assert.Equal(("app", "cri-o"), Of(names.Find(StateFolder.Id(4))));
        Assert.Null(names.Find(StateFolder.Id(5)));
        Assert.Equal((0, 0), (names.Unread, _folder.Warnings.Count));
    }

    [Fact]
    public void A_container_is_read_once()
    {
        _folder.Docker(StateFolder.Id(1), StateSamples.Docker);
        var names = _folder.Names();
        Assert.Equal("web-1", names.Find(StateFolder.Id(1))!.Name);
        Directory.Delete(_folder.Path("/var/lib"), recursive: true);
        Assert.Equal("web-1", names.Find(StateFolder.Id(1))!.Name);
    }

    [Fact]
    public void What_was_made_between_two_looks_is_known_when_it_is_gone()
    {
        _folder.Docker(StateFolder.Id(9), StateSamples.Docker);
        var names = _folder.Names();
        names.Look();
        _folder.Docker(StateFolder.Id(1), StateSamples.Docker);
        _folder.Containerd("shop", StateFolder.Id(2), StateSamples.Cri);
        _folder.Storage(StateSamples.Storage.Replace("PODMAN", StateFolder.Id(3), StringComparison.Ordinal));
        LookUntil(names, () => names.Has(StateFolder.Id(1)) && names.Has(StateFolder.Id(2)) && names.Has(StateFolder.Id(3)));
        // Of what was there before, only what is asked for is read.
        Assert.False(names.Has(StateFolder.Id(9)));
        Directory.Delete(_folder.Path("/run"), recursive: true);
        Directory.Delete(_folder.Path("/var"), recursive: true);
        names.Look();
        Assert.Equal("web-1", names.Find(StateFolder.Id(1))!.Name);
        Assert.Equal("app", names.Find(StateFolder.Id(2))!.Name);
        Assert.Equal("db", names.Find(StateFolder.Id(3))!.Name);
    }

    [Fact]
    public void A_file_that_is_being_written_is_read_when_it_is_whole()
    {
        var names = _folder.Names();
        names.Look();
        _folder.Docker(StateFolder.Id(1), StateSamples.Docker[..100]);
        Assert.Null(names.Find(StateFolder.Id(1)));
        LookUntil(names, () => Directory.Exists(_folder.Path("/var/lib/docker/containers")));
        _folder.Docker(StateFolder.Id(1), StateSamples.Docker);
        LookUntil(names, () => names.Has(StateFolder.Id(1)));
    }

    [Fact]
    public void What_cannot_be_read_is_counted_and_told_once_of_each_kind()
    {
        _folder.Docker(StateFolder.Id(1), "{\"Name\":");
        _folder.Docker(StateFolder.Id(2), "[]");
        Directory.CreateDirectory(_folder.Path($"/var/lib/docker/containers/{StateFolder.Id(3)}/config.v2.json"));
        _folder.Docker(StateFolder.Id(4), "");
        using (var huge = File.OpenWrite(_folder.Path($"/var/lib/docker/containers/{StateFolder.Id(4)}/config.v2.json")))
            huge.SetLength(1L << 40);
        Directory.CreateDirectory(_folder.Path($"/var/lib/docker/containers/{StateFolder.Id(5)}"));
        using (var made = Process.Start("mkfifo", _folder.Path($"/var/lib/docker/containers/{StateFolder.Id(5)}/config.v2.json")))
            made.WaitForExit();
        File.CreateSymbolicLink(Directory.CreateDirectory(_folder.Path($"/var/lib/docker/containers/{StateFolder.Id(6)}")).FullName + "/config.v2.json", "config.v2.json");
        var names = _folder.Names();
        for (var i = 1; i <= 6; i++)
            Assert.Null(names.Find(StateFolder.Id(i)));
        Assert.Equal(6, names.Unread);
        Assert.Equal(
            [
                $"the state of container {StateFolder.Id(1)} tells no name: its file is no JSON, or only half written; of others this is not said again",
                $"the state of container {StateFolder.Id(3)} tells no name: its file cannot be read (run as root, or with the capability dac_read_search); of others this is not said again",
                $"the state of container {StateFolder.Id(4)} tells no name: its file is larger than 8 MiB; of others this is not said again",
            ],
            _folder.Warnings);
    }

    [Fact]
    public void Links_are_followed_as_the_machine_means_them()
    {
        _folder.Write($"/data/docker/containers/{StateFolder.Id(1)}/config.v2.json", StateSamples.Docker);
        Directory.CreateDirectory(_folder.Path("/var/lib"));
        Directory.CreateSymbolicLink(_folder.Path("/var/lib/docker"), "/data/docker");
        Assert.Equal("web-1", _folder.Names().Find(StateFolder.Id(1))!.Name);
    }

    [Fact]
    public void A_folder_that_cannot_be_looked_at_is_told_of_when_it_is_needed()
    {
        Directory.CreateDirectory(_folder.Path("/var/lib/docker"));
        Directory.CreateSymbolicLink(_folder.Path("/var/lib/docker/containers"), "containers");
        var names = _folder.Names();
        names.Look();
        Assert.Null(names.Find(StateFolder.Id(1)));
        Assert.Contains("cannot be read", Assert.Single(_folder.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_oldest_names_go_when_there_are_too_many()
    {
        var names = _folder.Names();
        for (var i = 0; i < 30_000; i++)
            names.Tell(StateFolder.Id(i), new("name", "image", "docker"));
        Assert.False(names.Has(StateFolder.Id(9_999)));
        Assert.True(names.Has(StateFolder.Id(10_000)));
    }

    private static (string Name, string Runtime) Of(Transforms.Containers.Runtimes.KnownContainer? container) => (container!.Name, container.Runtime);

    // Times of folders are as fine as the kernel's ticks, and a folder that was not there is looked for every two seconds.
    private static void LookUntil(Transforms.Containers.Runtimes.ContainerNames names, Func<bool> isThere)
    {
        var clock = Stopwatch.StartNew();
        for (names.Look(); !isThere(); names.Look())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), "it was not seen");
            Thread.Sleep(20);
        }
    }
}
