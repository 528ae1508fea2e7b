using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>Every packet of some ports of loopback, whole, as tcpdump records them.</summary>
internal sealed partial class Wire : IDisposable
{
    // A datagram of this size is less than a packet may have on loopback, and twenty of them are more than a block of the ring has room for.
    private const int Filling = 60_000;
    private const int Fillings = 20;

    private static readonly byte[] End = "the end of what was recorded"u8.ToArray();

    private readonly RunningProcess _tcpdump;
    private readonly int _mark;

    private Wire(RunningProcess tcpdump, string file, int mark) => (_tcpdump, File, _mark) = (tcpdump, file, mark);

    /// <summary>The capture.</summary>
    internal string File { get; }

    /// <summary>One that records.</summary>
    internal static async Task<Wire> RecordAsync(TemporaryFolder folder, params int[] ports)
    {
        var (file, mark) = (folder.Path($"wire-{Guid.NewGuid():N}.pcap"), FreePort.Take());
        var filter = string.Join(" or ", ports.Append(mark).Select(p => $"port {p}"));
        var tcpdump = RunningProcess.Start(
            [.. Servers.Priority.High, "tcpdump", "-i", "lo", "-n", "--nano", "-s", "262144", "-B", "131072", "-U", "-Z", "root", "-w", file, filter]);
        await tcpdump.Errors.WaitForAsync("listening on").ConfigureAwait(false);
        return new Wire(tcpdump, file, mark);
    }

    /// <summary>Ends the recording once all that was sent before is in the file.</summary>
    internal async Task StopAsync()
    {
        await MarkAsync().ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        while (!EndsWithMark())
        {
            Assert.False(patience.IsCancellationRequested, $"tcpdump did not write all of it. It said:\n{_tcpdump.Errors.Text}");
            await Task.Delay(50, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }

        _tcpdump.Signal(RunningProcess.Interrupt);
        Assert.Equal(0, await _tcpdump.EndAsync().ConfigureAwait(false));
        Assert.True(NoneDropped().IsMatch(_tcpdump.Errors.Text), _tcpdump.Errors.Text);
    }

    public void Dispose() => _tcpdump.Dispose();

    // The kernel hands on a block of packets when it is full, or after a second or two; one a packet would be handed on at once, and has room for a few hundred packets only.
    private async Task MarkAsync()
    {
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var target = new IPEndPoint(IPAddress.Loopback, _mark);
        await sender.SendToAsync(End, SocketFlags.None, target).ConfigureAwait(false);
        for (var i = 0; i < Fillings; i++)
            await sender.SendToAsync(new byte[Filling], SocketFlags.None, target).ConfigureAwait(false);
    }

    // Behind the mark there is nothing but the filling, and what loopback answers to both, nobody listening.
    private bool EndsWithMark()
    {
        using var file = new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var tail = new byte[Math.Min(file.Length, 2 * Filling * Fillings)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        return tail.AsSpan().IndexOf(End) >= 0;
    }

    [GeneratedRegex("^0 packets dropped by kernel", RegexOptions.Multiline)]
    private static partial Regex NoneDropped();
}
