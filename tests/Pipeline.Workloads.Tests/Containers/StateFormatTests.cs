using System.Text;
using Pipeline.Transforms.Containers.Runtimes;

namespace Pipeline.Workloads.Tests.Containers;

public sealed class StateFormatTests
{
    private delegate bool Parse(ReadOnlySpan<byte> text);

    [Fact]
    public void Docker_tells_name_and_image()
    {
        Assert.True(DockerConfig.TryRead(Encoding.UTF8.GetBytes(StateSamples.Docker), out var container));
        Assert.Equal(new KnownContainer("web-1", "registry.example:5000/shop/web:1.2", "docker"), container);
    }

    [Fact]
    public void Clients_of_containerd_tell_name_and_image_in_annotations()
    {
        Assert.True(OciConfig.TryRead(Encoding.UTF8.GetBytes(StateSamples.Cri), out var container));
        Assert.Equal(new KnownContainer("app", "registry.example/shop/app@sha256:aa", "containerd"), container);
        Assert.True(OciConfig.TryRead("""{"annotations":{"nerdctl/name":"web"}}"""u8, out container));
        Assert.Equal(new KnownContainer("web", "", "containerd"), container);
        Assert.True(OciConfig.TryRead("""{"annotations":{"io.kubernetes.cri.container-type":"sandbox"}}"""u8, out container));
        Assert.Equal("POD", container.Name);
        Assert.True(OciConfig.TryRead("""{"annotations":null}"""u8, out container));
        Assert.Equal("", container.Name);
    }

    [Fact]
    public void The_list_of_podman_and_CRI_O_tells_all_their_containers()
    {
        Assert.True(StorageList.TryRead(Encoding.UTF8.GetBytes(StateSamples.Storage), out var containers));
        Assert.Equal(
            [
                ("PODMAN", new KnownContainer("db", "registry.example/shop/db:7", "podman")),
                ("CRIO", new KnownContainer("app", "registry.example/shop/app:2", "cri-o")),
                ("BARE", new KnownContainer("first", "", "podman")),
            ],
            containers);
    }

    [Theory]
    [InlineData("busybox", "busybox", "")]
    [InlineData("busybox:1.35", "busybox", "1.35")]
    [InlineData("registry:5000/shop/web", "registry:5000/shop/web", "")]
    [InlineData("registry:5000/shop/web:1.2@sha256:aabb", "registry:5000/shop/web", "1.2")]
    [InlineData("web@sha256:aabb", "web", "")]
    [InlineData("sha256:aabb", "sha256:aabb", "")]
    [InlineData("", "", "")]
    [InlineData(":", ":", "")]
    [InlineData("@", "@", "")]
    public void An_image_has_a_name_and_a_tag(string image, string name, string tag) => Assert.Equal((name, tag), ImageName.Split(image));

    [Fact]
    public void What_is_half_written_tells_nothing()
    {
        foreach (var (sample, parse) in Formats())
            for (var length = 0; length < sample.Length - 1; length++)
                Assert.False(parse(sample.AsSpan(0, length)), $"{length} bytes of {Encoding.UTF8.GetString(sample)}");
    }

    [Fact]
    public void What_is_spoilt_never_throws() => Cases.Run(3_000, random =>
    {
        foreach (var (sample, parse) in Formats())
        {
            var spoilt = (byte[])sample.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
                spoilt[random.Next(spoilt.Length)] = (byte)(random.Next(3) == 0 ? "{}[]\",:\\"u8[random.Next(8)] : random.Next(256));
            parse(spoilt);
            parse(random.Bytes(random.Next(40)));
        }
    });

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("[[[]]]")]
    [InlineData("{\"Name\":[\"/x\"],\"Config\":[]}")]
    [InlineData("{} {}")]
    [InlineData("{\"Name\":\"\\ud800\"}")]
    public void Other_JSON_tells_nothing_of_Docker(string text) => Assert.False(DockerConfig.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Deep_JSON_is_refused()
    {
        var deep = Encoding.UTF8.GetBytes(new string('[', 100_000));
        Assert.All(Formats(), f => Assert.False(f.Parse(deep)));
    }

    private static (byte[] Sample, Parse Parse)[] Formats() =>
    [
        (Encoding.UTF8.GetBytes(StateSamples.Docker), text => DockerConfig.TryRead(text, out _)),
        (Encoding.UTF8.GetBytes(StateSamples.Cri), text => OciConfig.TryRead(text, out _)),
        (Encoding.UTF8.GetBytes(StateSamples.Storage), text => StorageList.TryRead(text, out _)),
    ];
}
