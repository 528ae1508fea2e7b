using Pipeline.Kernel.Tests.Running;
using Pipeline.Sockets.Tests.Checking;
using Pipeline.Sockets.Tests.Observing;

namespace Pipeline.Sockets.Tests;

/// <summary>Unix sockets, which are observed where asked for: streams, pairs, datagrams, sequences of packets.</summary>
[Trait("needs", "root")]
public sealed class UnixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("readwrite unix", "readwrite pair", "readwrite dgram", "readwrite seqpacket", "vectors unix", "messages pair", "vectors dgram", "messages seqpacket")]
    public Task Every_byte_is_in_a_row_but_for_those_beyond_the_limit_of_a_call(params string[] commands) => AssertAsync(commands, "limit");

    [Theory]
    [InlineData(
        "positioned unix", "sendrecv pair", "sendrecv dgram", "positioned seqpacket", "manymessages unix", "nonblocking unix", "descriptors pair", "descriptors unix", "many unix")]
    public Task Every_byte_is_in_a_row(params string[] commands) => AssertAsync(commands);

    [Theory]
    [InlineData("ambiguous", "manymessages dgram", "manymessages seqpacket")]
    [InlineData("sendfile|limit", "sendfile unix")]
    [InlineData("compat", "compat pair")]
    [InlineData("fault", "givenback unix")]
    public Task Every_byte_is_in_a_row_or_was_not_seen_for_a_reason(string reasons, params string[] commands) => AssertAsync(commands, reasons.Split('|'));

    [Theory]
    [InlineData("uringcalls unix inline", "uringcalls dgram async", "uringfixed unix sqpoll", "uringbuffers unix defer")]
    public Task Every_byte_by_io_uring_is_in_a_row(params string[] commands) => AssertAsync(commands, "limit");

    [Fact]
    public async Task Nothing_is_told_of_them_where_nobody_asks()
    {
        Needs.Root();
        var (_, seen) = await Observer.RunAsync(_folder, unix: false, [], "readwrite unix", "sendrecv dgram");
        Assert.Empty(seen.Data);
        Assert.Empty(seen.Unseen);
        Assert.Empty(seen.Stats);
    }

    public void Dispose() => _folder.Dispose();

    private async Task AssertAsync(string[] commands, params string[] reasons)
    {
        Needs.Root();
        var (told, seen) = await Observer.RunAsync(_folder, unix: true, [], commands);
        Comparison.AssertSame(told, seen, reasons);
    }
}
