using System.Diagnostics;
using Pipeline.Bpf.Objects;

namespace Pipeline.Bpf.Tests;

/// <summary>Programs on executables of a machine whose root folder is somewhere else.</summary>
public sealed class UserProbeTests
{
    [Fact]
    public void AnExecutableBelowTheMachinesRootIsFoundByPathByLinkAndByName()
    {
        Fixture.NeedsKernel();
        Assert.SkipUnless(File.Exists("/usr/bin/clang-19"), "clang-19 missing");
        var root = Directory.CreateTempSubdirectory("pipeline-root-").FullName;
        try
        {
            Directory.CreateDirectory($"{root}/opt/pipeline-test");
            Directory.CreateDirectory($"{root}/usr");
            File.CreateSymbolicLink($"{root}/bin", "/usr/bin");
            File.CreateSymbolicLink($"{root}/usr/bin", "/opt/pipeline-test");
            File.WriteAllText($"{root}/target.c", "__attribute__((noinline)) int here(int n) { __asm__ volatile(\"\"); return n; }\nint main(int c, char **v) { return here(c) + here(c); }\n");
            Run("/usr/bin/clang-19", "-O1", "-o", $"{root}/opt/pipeline-test/target", $"{root}/target.c");

            Assert.Throws<BpfException>(() => BpfObject.Attach(Fixture.Spec("probes"), new BpfSettings()));
            using var loaded = BpfObject.Attach(Fixture.Spec("probes"), new BpfSettings { HostRoot = root });
            Run($"{root}/opt/pipeline-test/target");
            var accounts = loaded.ReadAccounts();

            // Two calls, four programs.
            Assert.Equal((8, 8), (accounts.Attempted, accounts.Submitted));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Theory]
    [InlineData("uprobe//usr/bin/bash:readline", "/usr/bin/bash", "readline", 0)]
    [InlineData("?uretprobe.s/libc.so.6:malloc", "libc.so.6", "malloc", 0)]
    [InlineData("uprobe//a/b:f+0x1f", "/a/b", "f", 0x1f)]
    [InlineData("uprobe//a/b:f+12", "/a/b", "f", 12)]
    public void ASectionNamesAFileAndAPlaceInIt(string section, string file, string function, long offset) =>
        Assert.Equal(new UserProbeTarget(file, function, offset), UserProbeTarget.OfSection(section));

    [Theory]
    [InlineData("uprobe")]
    [InlineData("uprobe/")]
    [InlineData("uprobe//a/b")]
    [InlineData("uprobe//a/b:f+x")]
    [InlineData("usdt//a/b:p:n")]
    [InlineData("kprobe/a:b")]
    public void OtherSectionsNameNone(string section) => Assert.Null(UserProbeTarget.OfSection(section));

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        Assert.True(process.ExitCode is 0 or 2, $"{program} ended with {process.ExitCode}");
    }
}
