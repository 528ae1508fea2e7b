using Pipeline.Kernel.Tests.Running;
using Pipeline.Tls.Tests.Moving;
using Pipeline.Tls.Tests.Observing;

namespace Pipeline.Tls.Tests;

/// <summary>Files that nobody runs code of any more.</summary>
[Trait("needs", "root")]
[Trait("size", "soak")]
public sealed class LeavingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_library_that_nobody_has_mapped_for_a_minute_is_left_and_found_again()
    {
        Needs.Root("python3");
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        var library = _folder.Path("libssl.so.3");
        File.Copy("/usr/lib/x86_64-linux-gnu/libssl.so.3", library);
        List<string> said = [];
        var seen = await Observer.RunAsync(_folder, cgroup, async log =>
        {
            for (var round = 0; round < 2; round++)
            {
                var heard = log.All.Length;
                using var workload = Workload.Start(
                    cgroup, "env", $"LD_LIBRARY_PATH={Path.GetDirectoryName(library)}", "/usr/bin/python3", Installed.Workload("older.py"), certificate.Path, certificate.Key, "late");
                await workload.Output.WaitForAsync("ready");
                await workload.AskAsync("");
                await log.WaitForAsync(l => l.Contains($"{library} is observed:", StringComparison.Ordinal), heard);
                await workload.AskAsync("");
                Assert.Equal(0, await workload.EndAsync());
                said.AddRange(workload.Output.All);
                if (round > 0)
                    return;
                // The host looks twice, half a minute apart.
                await Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
                await log.WaitForAsync($"{library} is observed no longer");
            }
        });
        var conversations = Conversation.Read(said);
        Assert.Equal(2, conversations.Length);
        // The connection by which the library is found may have been seen, or not.
        Whole.Assert(seen with { Plain = [.. seen.Plain.Where(r => conversations.Any(c => c.Port == r.ClientPort))] }, conversations);
    }

    public void Dispose() => _folder.Dispose();
}
