using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Checking;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests;

/// <summary>
/// Every way of moving bytes by a system call: each byte is in a row, at its position, or in a counter that says why not. One host observes as many workloads as may
/// have the same reasons: to start it takes longer than most of them.
/// </summary>
[Trait("needs", "root")]
public sealed class MovingBytesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("readwrite tcp", "readwrite tcp6", "readwrite mapped")]
    [InlineData("readwrite mptcp", "messages mptcp")]
    [InlineData("messages tcp", "messages tcp6")]
    [InlineData("vectors tcp", "vectors tcp6")]
    [InlineData("zerocopy tcp", "zerocopy tcp6", "zerocopy udp", "zerocopy udp6")]
    public Task Every_byte_is_in_a_row_but_for_those_beyond_the_limit_of_a_call(params string[] commands) => AssertAsync(commands, "limit");

    [Theory]
    [InlineData(
        "readwrite udp", "readwrite udp6", "vectors udp", "messages udp6", "positioned tcp", "positioned tcp6", "positioned mapped", "positioned udp", "positioned udp6",
        "sendrecv tcp", "sendrecv tcp6", "sendrecv udp", "sendrecv udp6", "manymessages tcp", "manymessages tcp6", "partialmany", "datagrams udp", "datagrams udp6", "peers")]
    [InlineData("endings tcp", "endings tcp6", "lateends tcp", "lateends tcp6", "older", "fastopen tcp", "fastopen tcp6", "many tcp", "many tcp6")]
    [InlineData(
        "nonblocking tcp", "nonblocking tcp6", "descriptors tcp", "descriptors tcp6", "reuse", "cloned", "absent tcp", "absent tcp6", "absent udp", "others")]
    public Task Every_byte_is_in_a_row(params string[] commands) => AssertAsync(commands);

    [Theory]
    [InlineData("sendfile|limit", "sendfile tcp", "sendfile tcp6")]
    [InlineData("splice|missed", "splice tcp", "splice tcp6")]
    [InlineData("cut", "peek tcp", "peek tcp6", "peek udp", "peek udp6")]
    [InlineData("missed", "urgent tcp", "urgent tcp6")]
    [InlineData("compat", "compat tcp", "compat tcp6")]
    [InlineData("fault", "givenback tcp", "givenback tcp6")]
    [InlineData("ambiguous", "manymessages udp", "manymessages udp6")]
    [InlineData("raced?", "threads tcp roomy", "threads tcp6 roomy", "threads tcp tight", "threads tcp6 tight", "threads tcp urgent", "threads tcp6 urgent")]
    public Task Every_byte_is_in_a_row_or_was_not_seen_for_a_reason(string reasons, params string[] commands) => AssertAsync(commands, reasons.Split('|'));

    public void Dispose() => _folder.Dispose();

    private async Task AssertAsync(string[] commands, params string[] reasons)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunAsync(_folder, unix: false, [], commands);
        Comparison.AssertSame(told, seen, reasons);
    }
}
