using Pipeline.Kernel.Tests.Running;
using Pipeline.Tls.Tests.Moving;
using Pipeline.Tls.Tests.Observing;

namespace Pipeline.Tls.Tests;

/// <summary>Python's ssl: calls that block, and records handed from and to the library's memory.</summary>
[Trait("needs", "root")]
public sealed class PythonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Each_byte_of_plain_text_is_told_once_at_both_ends()
    {
        Needs.Root("python3");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        var said = new List<string>();
        var seen = await Observer.RunAsync(_folder, cgroup, async _ =>
        {
            foreach (var (workload, version, connections) in ((string, string, int)[])[("blocking.py", "1.3", 8), ("blocking.py", "1.2", 3), ("memory.py", "1.3", 20), ("memory.py", "1.2", 5)])
                said.AddRange(await Workload.RunAsync(cgroup, "/usr/bin/python3", Installed.Workload(workload), certificate.Path, certificate.Key, $"{connections}", version));
        });
        Assert.Equal(36, Conversation.Read(said).Length);
        Whole.Assert(seen, Conversation.Read(said));
    }

    [Fact]
    public async Task What_is_read_when_TCP_has_ended_the_connection_is_told_before_its_end()
    {
        Needs.Root("python3");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        string[] said = [];
        var seen = await Observer.RunAsync(_folder, cgroup, async _ =>
            said = await Workload.RunAsync(cgroup, "/usr/bin/python3", Installed.Workload("late.py"), certificate.Path, certificate.Key, "4"));
        Assert.Equal(8, Conversation.Read(said).Length);
        Whole.Assert(seen, Conversation.Read(said));
    }

    // Of one that was seen to begin it is known after 64 KiB that it is not TLS.
    [Theory]
    [InlineData(3000)]
    [InlineData(200_000)]
    public async Task A_connection_that_is_older_is_told_of_from_an_unknown_position_on(int before)
    {
        Needs.Root("python3");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        using var workload = Workload.Start(cgroup, "/usr/bin/python3", Installed.Workload("older.py"), certificate.Path, certificate.Key, $"{before}");
        await workload.Output.WaitForAsync("ready");
        var seen = await Observer.RunAsync(_folder, cgroup, async _ =>
        {
            await workload.AskAsync("");
            Assert.Equal(0, await workload.EndAsync());
        });
        Whole.Assert(seen, Conversation.Read(workload.Output.All), Whole.UnknownStart, before);
    }

    [Fact]
    public async Task A_library_of_its_own_that_is_loaded_late_is_found()
    {
        Needs.Root("python3");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        var library = _folder.Path("libssl.so.3");
        File.Copy("/usr/lib/x86_64-linux-gnu/libssl.so.3", library);
        using var workload = Workload.Start(
            cgroup, "env", $"LD_LIBRARY_PATH={Path.GetDirectoryName(library)}", "/usr/bin/python3", Installed.Workload("older.py"), certificate.Path, certificate.Key, "late");
        await workload.Output.WaitForAsync("ready");
        var seen = await Observer.RunAsync(_folder, cgroup, async log =>
        {
            await workload.AskAsync("");
            await log.WaitForAsync($"{library} is observed");
            // Another file of that name: who has the old one mapped keeps it.
            File.Copy(library, library + ".new");
            File.Move(library + ".new", library, overwrite: true);
            await workload.AskAsync("");
            Assert.Equal(0, await workload.EndAsync());
        });
        var conversation = Assert.Single(Conversation.Read(workload.Output.All));
        Whole.Assert(seen with { Plain = [.. seen.Plain.Where(r => r.ClientPort == conversation.Port)] }, [conversation]);
    }

    public void Dispose() => _folder.Dispose();
}
