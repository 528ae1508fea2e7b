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
    public Task Each_operation_moves_bytes_that_are_in_rows(string mode) =>
        AssertAsync([$"uringcalls tcp {mode}", $"uringcalls tcp6 {mode}", $"uringcalls udp {mode}", $"uringcalls udp6 {mode}"], "limit");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Requests_that_take_several_turns_are_seen_whole(string mode) => AssertAsync([$"uringwaitall tcp {mode}", $"uringwaitall tcp6 {mode}"]);

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Sending_without_a_copy_is_seen(string mode) => AssertAsync([$"uringzerocopy tcp {mode}", $"uringzerocopy tcp6 {mode}", $"uringzerocopy udp {mode}"], "limit");

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Registered_files_and_memory_are_seen(string mode) => AssertAsync([$"uringfixed tcp {mode}", $"uringfixed tcp6 {mode}", $"uringfixed udp {mode}"]);

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Memory_that_the_kernel_chooses_is_seen(string mode) => AssertAsync([$"uringbuffers tcp {mode}", $"uringbuffers tcp6 {mode}", $"uringbuffers udp {mode}"]);

    public void Dispose() => _folder.Dispose();

    private async Task AssertAsync(string[] commands, params string[] reasons)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunAsync(_folder, unix: false, [], commands);
        Comparison.AssertSame(told, seen, reasons);
    }
}
