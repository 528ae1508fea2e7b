using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests;

/// <summary>The names by which syscount tells system calls beside the C library's headers and the running kernel.</summary>
public sealed partial class SyscallNumbersTests
{
    private const string Headers = "/usr/include/x86_64-linux-gnu/asm";

    // Where the kernel's function is called otherwise than its system call.
    private static readonly Dictionary<string, string> Called = new()
    {
        ["newstat"] = "stat", ["newfstat"] = "fstat", ["newlstat"] = "lstat", ["newuname"] = "uname", ["umount"] = "umount2", ["sendfile64"] = "sendfile",
    };

    [Theory]
    [InlineData("SYSCALLS", "unistd_64.h")]
    [InlineData("SYSCALLS_IA32", "unistd_32.h")]
    public void NumbersAreThoseOfTheHeaders(string list, string header)
    {
        Assert.SkipUnless(File.Exists(Path.Combine(Headers, header)), $"{Path.Combine(Headers, header)} missing");
        var told = Read(list);
        var expected = Definition().Matches(File.ReadAllText(Path.Combine(Headers, header)))
            .ToDictionary(m => int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m => m.Groups["name"].Value);
        Assert.InRange(expected.Count, 300, told.Count);
        Assert.Equal(expected, told.Where(t => expected.ContainsKey(t.Key)));
    }

    [Fact]
    [Trait("needs", "root")]
    public void EveryCallOfTheRunningKernelHasAName()
    {
        const string events = "/sys/kernel/tracing/events/syscalls";
        Assert.SkipUnless(Directory.Exists(events), $"{events} missing");
        var calls = Directory.EnumerateDirectories(events, "sys_enter_*").Select(d => Path.GetFileName(d)["sys_enter_".Length..]).Select(c => Called.GetValueOrDefault(c, c)).ToList();
        Assert.InRange(calls.Count, 300, 1000);
        Assert.Empty(calls.Except(Read("SYSCALLS").Values));
    }

    private static SortedDictionary<int, string> Read(string list)
    {
        var text = File.ReadAllText(Path.Combine(Installed.ProgramSource, "include", "syscall_numbers.h"));
        var begin = text.IndexOf($"#define {list}(S)", StringComparison.Ordinal);
        var end = text.IndexOf("#define", begin + 1, StringComparison.Ordinal);
        return new(Entry().Matches(end < 0 ? text[begin..] : text[begin..end])
            .ToDictionary(m => int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m => m.Groups["name"].Value));
    }

    [GeneratedRegex(@"\bS\((?<number>\d+), (?<name>\w+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^#define __NR_(?<name>\w+) (?<number>\d+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Definition();
}
