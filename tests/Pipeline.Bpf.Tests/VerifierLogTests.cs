using Pipeline.Bpf.Attaching;

namespace Pipeline.Bpf.Tests;

public sealed class VerifierLogTests
{
    [Fact]
    public void TheEndIsKeptFromTheLastSourceLineOnAndTheRestCounted()
    {
        var walked = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i}: (bf) r1 = r2\n"));
        var log = $"{walked}; return *bad; @ x.c:7\n100: (61) r0 = *(u32 *)(r1 +0)\nR1 invalid mem access 'scalar'\n"
            + "verification time 12 usec\nstack depth 0\nprocessed 101 insns (limit 1000000) max_states_per_insn 0\n\n";
        Assert.Equal(
            "(95 lines omitted)\n95: (bf) r1 = r2\n96: (bf) r1 = r2\n97: (bf) r1 = r2\n98: (bf) r1 = r2\n99: (bf) r1 = r2\n"
            + "; return *bad; @ x.c:7\n100: (61) r0 = *(u32 *)(r1 +0)\nR1 invalid mem access 'scalar'",
            VerifierLog.Cut(log));
    }

    [Fact]
    public void ASourceLineALittleFartherUpIsReachedFor()
    {
        var log = "0: (b7) r0 = 0\n; the line\n" + string.Concat(Enumerable.Range(1, 12).Select(i => $"{i}: (bf) r1 = r2\n")) + "cause\n";
        Assert.StartsWith("(1 lines omitted)\n; the line\n1: ", VerifierLog.Cut(log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown func bpf_loop#181", "bpf_loop")]
    [InlineData("program of this type cannot use helper bpf_probe_read#4", "bpf_probe_read")]
    [InlineData("invalid func unknown#195896080", null)]
    [InlineData("R0 invalid mem access 'scalar'", null)]
    public void AFunctionThatTheKernelLacksIsNamedAndNothingElseTakenForOne(string end, string? function) =>
        Assert.Equal(function, VerifierLog.MissingFunction($"0: (85) call bpf_loop#181\n{end}\nprocessed 1 insns (limit 1000000)\n\n"));

    [Theory]
    [InlineData("func 'sched_process_exit' doesn't have 2-th argument\ninvalid bpf_context access off=8 size=8", "sched_process_exit")]
    [InlineData("func 'sched_process_exit' doesn't have 2-th argument\nmore\nmore", null)]
    [InlineData("invalid bpf_context access off=8 size=8", null)]
    public void AHookThatHasFewerArgumentsIsNamed(string end, string? hook) =>
        Assert.Equal(hook, VerifierLog.HookOfFewerArguments($"{end}\nprocessed 1 insns (limit 1000000)\n\n"));

    [Fact]
    public void AShortLogStaysWhole() => Assert.Equal("cause", VerifierLog.Cut("cause\n"));
}
