using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Checking;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests;

/// <summary>Every way of moving bytes by io_uring: at once, by work of the task, by workers and by the kernel's own thread.</summary>
[Trait("needs", "root")]
public sealed class UringTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Modes => ((string[])["inline", "async", "sqpoll", "defer"]).Select(m => new TheoryDataRow<string>(m));

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Bytes_of_each_operation_with_a_copy_and_without_are_in_rows(string mode) =>
        AssertAsync(mode, ["uringcalls tcp", "uringcalls tcp6", "uringcalls udp", "uringcalls udp6", "uringzerocopy tcp", "uringzerocopy tcp6", "uringzerocopy udp"], "limit");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Requests_of_several_turns_registered_files_and_memory_that_the_kernel_chooses_are_seen(string mode) =>
        AssertAsync(mode, ["uringwaitall tcp", "uringwaitall tcp6", "uringfixed tcp", "uringfixed tcp6", "uringfixed udp", "uringbuffers tcp", "uringbuffers tcp6", "uringbuffers udp"]);

    public void Dispose() => _folder.Dispose();

    private async Task AssertAsync(string mode, string[] commands, params string[] reasons)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunAsync(_folder, unix: false, [], [.. commands.Select(c => $"{c} {mode}")]);
        Comparison.AssertSame(told, seen, reasons);
    }
}
