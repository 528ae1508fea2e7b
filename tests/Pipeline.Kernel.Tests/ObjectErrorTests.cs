using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>Objects and tunables that are wrong by themselves: found by validate, which needs neither root nor the kernel.</summary>
public sealed class ObjectErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public Task AMissingObjectIsToldWithTheRemedy() =>
        AssertRefusedAsync(_folder.Path("missing.bpf.o"), "there is no such file; build it with 'make -C bpf' or name an object that is there");

    [Fact]
    public Task AProgramOfTheMachineIsNoObject() =>
        AssertRefusedAsync("/bin/true", "it is compiled for machine ");

    [Fact]
    public Task AFolderIsNoObject()
    {
        Directory.CreateDirectory(_folder.Path("folder.bpf.o"));
        return AssertRefusedAsync(_folder.Path("folder.bpf.o"), "it is a folder");
    }

    [Fact]
    public async Task GarbageAndTruncatedObjectsAreRefusedWhereverTheyEnd()
    {
        var whole = await File.ReadAllBytesAsync(Installed.Program("flood"), TestContext.Current.CancellationToken);
        var random = new Random(7);
        var garbage = new byte[5000];
        random.NextBytes(garbage);
        await AssertRefusedAsync(Bytes("empty", []), "it is empty");
        await AssertRefusedAsync(Bytes("garbage", garbage), "it is not an ELF file");
        foreach (var length in new[] { 10, 63, 64, 2000, whole.Length - 1 })
            await AssertRefusedAsync(Bytes("cut", whole[..length]), "cannot read ");
    }

    [Fact]
    public async Task AnObjectWithoutBtfIsRefused()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/llvm-objcopy-19"), "llvm-objcopy-19 missing");
        var stripped = _folder.Path("stripped.bpf.o");
        await RunningProcess.RunAsync("llvm-objcopy-19", "--remove-section=.BTF", "--remove-section=.BTF.ext", Installed.Program("flood"), stripped);
        await AssertRefusedAsync(stripped, "it has no BTF (compile with clang -g)");
    }

    [Fact]
    public async Task AnUnknownProgramIsToldWithTheNearestName()
    {
        Needs.Host();
        var answer = await HostAnswer.AskAsync("validate", BpfConfiguration.Write(_folder, "execsnop"));
        Assert.Equal(78, answer.Code);
        Assert.Contains("there is no kernel program of that name (got \"execsnop\"", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("did you mean \"execsnoop\"?", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryMistakeInTheTunablesIsToldAtItsPlace()
    {
        Needs.Host();
        var config = BpfConfiguration.Write(_folder, Installed.Program("shared_ring"), """
            [sources.kernel.options]
            dealy = "2s"
            loud = "yes"
            bias = 99999999999
            greeting = "far too long for sixteen"
            delay = "-1ms"
            pid = -1
            """);
        var answer = await HostAnswer.AskAsync("validate", config);
        Assert.Equal(78, answer.Code);
        Told(5, 1, "dealy: the program has no such option (expected pid, delay, loud, bias, greeting); did you mean delay?", "dealy = \"2s\"", "^^^^^");
        Told(6, 8, "loud: has the wrong type (got \"yes\", expected true or false)", "loud = \"yes\"", "       ^^^^^");
        Told(7, 8, "bias: is out of bounds (got 99999999999, expected -2147483648 to 2147483647)", "bias = 99999999999", "       ^^^^^^^^^^^");
        Told(8, 12, "greeting: is too long (got 24 bytes, expected at most 15)", "greeting = \"far too long for sixteen\"", "           ^^^^^^^^^^^^^^^^^^^^^^^^^^");
        Told(9, 9, "delay: has the wrong type (got \"-1ms\", expected a duration such as \"10ms\")", "delay = \"-1ms\"", "        ^^^^^^");
        Told(10, 7, "pid: is out of bounds (got -1, expected 0 to 4294967295)", "pid = -1", "      ^^");
        Assert.EndsWith("6 errors", answer.Errors.TrimEnd(), StringComparison.Ordinal);

        void Told(int line, int column, string what, string text, string caret) =>
            Assert.Contains($"error: {config}:{line}:{column}: sources.kernel.options.{what}\n    {text}\n    {caret}\n", answer.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private string Bytes(string name, byte[] bytes)
    {
        var path = _folder.Path($"{name}.bpf.o");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private async Task AssertRefusedAsync(string program, string why)
    {
        Needs.Host();
        var config = BpfConfiguration.Write(_folder, program);
        var answer = await HostAnswer.AskAsync("run", config, "--for", "1s");
        Assert.Equal(78, answer.Code);
        Assert.StartsWith($"error: {config}:3:10: sources.kernel.object: cannot read {program}: ", answer.Errors, StringComparison.Ordinal);
        Assert.Contains(why, answer.Errors, StringComparison.Ordinal);
        Assert.Contains($"    object = \"{program}\"\n             ^^^^", answer.Errors, StringComparison.Ordinal);
    }
}
