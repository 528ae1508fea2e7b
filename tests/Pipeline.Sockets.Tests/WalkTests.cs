using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Checking;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests;

/// <summary>The variant that follows the descriptor of each call: what it tells of calls is what the first variant tells.</summary>
[Trait("needs", "root")]
public sealed class WalkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("limit", "readwrite tcp", "vectors tcp6", "messages tcp")]
    [InlineData(
        "", "positioned tcp", "positioned udp6", "sendrecv tcp6", "sendrecv udp", "manymessages tcp", "manymessages udp", "partialmany",
        "nonblocking tcp", "descriptors tcp6", "reuse", "cloned", "peers", "datagrams udp", "older", "fastopen tcp", "lateends tcp")]
    [InlineData("sendfile|limit", "sendfile tcp")]
    [InlineData("splice|missed", "splice tcp6")]
    [InlineData("cut", "peek tcp6", "peek udp")]
    [InlineData("raced?", "threads tcp tight", "threads tcp6 urgent")]
    public async Task Every_byte_of_a_call_is_in_a_row_or_was_not_seen_for_a_reason(string reasons, params string[] commands)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunVariantAsync(_folder, "walk", unix: false, [], commands);
        Comparison.AssertSame(told, seen, reasons.Split('|', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => _folder.Dispose();
}
