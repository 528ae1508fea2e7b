using Pipeline.Kernel.Tests.Running;
using Pipeline.Tls.Tests.Moving;
using Pipeline.Tls.Tests.Observing;

namespace Pipeline.Tls.Tests;

/// <summary>What programs do with OpenSSL beside a call to write and a call to read.</summary>
[Trait("needs", "root")]
public sealed class SessionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly string[] Modes = ["plain", "ex", "implicit", "partial", "nonblocking", "cleared", "updated", "renegotiated", "starttls", "forked", "early"];

    [Fact]
    public async Task Each_byte_of_plain_text_is_told_once_at_both_ends()
    {
        Needs.Root();
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        var said = new List<string>();
        var seen = await Observer.RunAsync(_folder, cgroup, async _ =>
        {
            foreach (var mode in Modes)
                said.AddRange(await Workload.RunAsync(cgroup, Installed.Workload("sessions"), mode, certificate.Path, certificate.Key));
        });
        Assert.Equal(3 * Modes.Length, Conversation.Read(said).Length);
        Whole.Assert(seen, Conversation.Read(said));
    }

    [Fact]
    public async Task A_session_that_reads_from_one_connection_and_writes_to_another_is_counted()
    {
        Needs.Root();
        using var cgroup = OwnCgroup.Make();
        var certificate = Certificate.Make(_folder);
        string[] said = [];
        var seen = await Observer.RunAsync(_folder, cgroup, async _ => said = await Workload.RunAsync(cgroup, Installed.Workload("sessions"), "split", certificate.Path, certificate.Key));
        Assert.Empty(seen.Plain);
        // Both ways, at both ends.
        Assert.Equal(2 * Conversation.Read(said).Sum(c => c.Sent + c.Received), seen.Unseen("ambiguous"));
    }

    public void Dispose() => _folder.Dispose();
}
