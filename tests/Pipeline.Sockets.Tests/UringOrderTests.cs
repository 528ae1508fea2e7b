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

    // Not each kind of request can be carried out in each mode.
    [Theory]
    [InlineData("inline", "uringolder tcp", "uringbundles tcp", "uringbundles tcp6")]
    [InlineData("async", "uringolder tcp")]
    [InlineData("sqpoll", "uringolder tcp", "uringbundles tcp", "uringbundles tcp6")]
    [InlineData("defer", "uringbundles tcp", "uringbundles tcp6")]
    public Task Which_request_moved_the_bytes_is_known(string mode, params string[] more) =>
        AssertAsync([.. ((string[])["uringchains tcp", "uringchains udp", "uringmany tcp", "uringmany udp", "uringpeers udp", "uringpeers udp6", .. more]).Select(c => $"{c} {mode}")]);

    [Fact]
    public async Task A_request_carried_out_at_the_end_of_a_call_on_the_same_socket_is_told_from_the_call()
    {
        var (told, _) = await AssertAsync(["uringinside tcp", "uringinside tcp6", "uringinside mapped"]);
        // Else the case did not occur at all.
        Assert.Contains(told[0].Calls, c => c.Function == "recv");
    }

    [Fact]
    public Task What_is_spliced_into_a_socket_has_its_place_and_no_payload() =>
        AssertAsync(["uringsplice tcp inline", "uringsplice tcp async", "uringsplice tcp sqpoll", "uringsplice tcp defer"], "splice");

    public void Dispose() => _folder.Dispose();

    private async Task<(Told[] Told, Observation Seen)> AssertAsync(string[] commands, params string[] reasons)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunAsync(_folder, unix: false, [], commands);
        Comparison.AssertSame(told, seen, reasons);
        return (told, seen);
    }
}
