using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Observing;
using Pipeline.Matrix.Tests.Programs;
using Pipeline.Matrix.Tests.Speaking;

namespace Pipeline.Matrix.Tests;

/// <summary>What the programs of the folder speaking say to each other under TLS, in each variant.</summary>
public sealed class PlainTextTests
{
    public static IEnumerable<TheoryDataRow<string>> GuestKernels => Kernels.Guests.Select(k => new TheoryDataRow<string>(k));

    [Theory]
    [MemberData(nameof(GuestKernels))]
    [Trait("needs", "qemu")]
    public Task Plain_text_is_what_either_end_says_that_it_sent_and_received(string kernel) => AssertSaidAsync(kernel);

    [Fact]
    [Trait("needs", "root")]
    public Task Plain_text_on_the_running_kernel_is_what_either_end_says_that_it_sent_and_received()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "loading kernel programs needs root (CAP_BPF, CAP_PERFMON)");
        return AssertSaidAsync(Kernels.Running);
    }

    private static async Task AssertSaidAsync(string kernel)
    {
        var observation = await Observations.OfAsync(kernel);
        var said = Said.Read(observation.Log);
        // Either end, by IPv4 and IPv6.
        Assert.True(said.Count == 4 * Programs.Length && Programs.All(p => said.Count(s => s.Program == p) == 4), observation.Log);
        foreach (var variant in KernelProgram.Called("sockets").Spec.Variants.Where(v => observation.Verdicts[("sockets", v)].Verdict == Verdict.Offered))
        {
            var told = new PlainText(observation, variant);
            Assert.All(said, told.AssertIs);
            Assert.Equal(said.Count, told.Connections.Count());
        }
    }

    private static string[] Programs { get; } = ["openssl", "inside", "gnutls", "golang"];
}
