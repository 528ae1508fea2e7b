using Pipeline.Kernel.Tests.Running;
using Pipeline.Tls.Tests.Moving;
using Pipeline.Tls.Tests.Observing;

namespace Pipeline.Tls.Tests;

/// <summary>A program in a root and a mount namespace of its own, where its libraries are files that no path of the host leads to.</summary>
[Trait("needs", "root")]
public sealed class ContainersTests : IDisposable
{
    // ROOT PROGRAM CERTIFICATE KEY: the program with its libraries in a file system that nobody else sees, under a name of their own.
    private const string Contain = """
        set -e
        root=$1
        mount -t tmpfs none "$root"
        mkdir -p "$root/lower/$5" "$root/lower/lib64" "$root/upper" "$root/work" "$root/merged"
        cp /lib64/ld-linux-x86-64.so.2 "$root/lower/lib64"
        ldd "$2" | grep -o '/[^ ]*' | xargs -I{} cp -L {} "$root/lower/$5"
        cp "$2" "$root/lower/program"
        cp "$3" "$root/lower/certificate"
        cp "$4" "$root/lower/key"
        inside=$root/lower
        if [ "$5" = overlay ]; then
            mount -t overlay overlay -o "lowerdir=$root/lower,upperdir=$root/upper,workdir=$root/work" "$root/merged"
            inside=$root/merged
        fi
        exec env LD_LIBRARY_PATH="/$5" chroot "$inside" /program told /certificate /key
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_byte_of_plain_text_is_told_once_at_both_ends()
    {
        Needs.Root("unshare", "chroot", "ldd");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        List<string> said = [];
        var seen = await Observer.RunAsync(_folder, cgroup, async log =>
        {
            foreach (var kind in (string[])["tmpfs", "overlay"])
            {
                var root = Directory.CreateDirectory(_folder.Path(kind)).FullName;
                using var program = Workload.Start(
                    cgroup, "unshare", "--mount", "--propagation", "private", "sh", "-c", Contain, "sh", root, Installed.Workload("sessions"), certificate.Path, certificate.Key, kind);
                await program.Output.WaitForAsync("ready");
                await log.WaitForAsync($"/{kind}/libssl.so.3 is observed");
                await program.AskAsync("");
                Assert.Equal(0, await program.EndAsync());
                said.AddRange(program.Output.All);
            }
        });
        Assert.Equal(6, Conversation.Read(said).Length);
        Whole.Assert(seen, Conversation.Read(said));
    }

    public void Dispose() => _folder.Dispose();
}
