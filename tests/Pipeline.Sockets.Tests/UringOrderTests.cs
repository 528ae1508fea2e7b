using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Checking;
using Pipeline.Sockets.Tests.Moving;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests;

/// <summary>Which of several requests moved the bytes, where that is not plain.</summary>
[Trait("needs", "root")]
public sealed class UringOrderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<TheoryDataRow<string>> Modes => UringTests.Modes;

    [Theory]
    [MemberData(nameof(Modes))]
    public Task A_request_is_known_whose_file_is_opened_by_the_one_before_it(string mode) => AssertAsync([$"uringchains tcp {mode}", $"uringchains udp {mode}"]);

    [Theory]
    [MemberData(nameof(Modes))]
    public Task One_of_many_that_wait_on_a_socket_is_known(string mode) => AssertAsync([$"uringmany tcp {mode}", $"uringmany udp {mode}"]);

    [Theory]
    [MemberData(nameof(Modes))]
    public Task Requests_that_name_the_other_side_of_datagrams_are_seen_with_it(string mode) => AssertAsync([$"uringpeers udp {mode}", $"uringpeers udp6 {mode}"]);

    [Theory]
    [InlineData("inline")]
    [InlineData("async")]
    [InlineData("sqpoll")]
    public Task Requests_that_were_there_before_the_host_are_seen(string mode) => AssertAsync([$"uringolder tcp {mode}"]);

    [Fact]
    public async Task A_request_carried_out_at_the_end_of_a_call_on_the_same_socket_is_told_from_the_call()
    {
        var (told, _) = await AssertAsync(["uringinside tcp", "uringinside tcp6", "uringinside mapped"]);
        // Else the case did not occur at all.
        Assert.Contains(told[0].Calls, c => c.Function == "recv");
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public Task What_is_spliced_into_a_socket_has_its_place_and_no_payload(string mode) => AssertAsync([$"uringsplice tcp {mode}"], "splice");

    [Theory]
    [InlineData("inline")]
    [InlineData("sqpoll")]
    [InlineData("defer")]
    public Task Buffers_used_in_bundles_and_bit_by_bit_are_seen(string mode) => AssertAsync([$"uringbundles tcp {mode}", $"uringbundles tcp6 {mode}"]);

    public void Dispose() => _folder.Dispose();

    private async Task<(Told[] Told, Observation Seen)> AssertAsync(string[] commands, params string[] reasons)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunAsync(_folder, unix: false, [], commands);
        Comparison.AssertSame(told, seen, reasons);
        return (told, seen);
    }
}
