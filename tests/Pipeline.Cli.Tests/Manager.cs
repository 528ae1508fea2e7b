using System.Net.Sockets;
using System.Text;

namespace Pipeline.Cli.Tests;

/// <summary>The service manager, as far as the host knows one: a socket to which it says that it is ready, and that it stops.</summary>
internal sealed class Manager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _end;

    /// <summary>Listens.</summary>
    /// <param name="address">A path that is not there yet, or a name with '@' in front, which is in no folder.</param>
    public Manager(string address)
    {
        Address = address;
        _end = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        _socket.Bind(_end);
    }

    public string Address { get; }

    /// <summary>Starts a command that ends by executing the host, which is told of this manager.</summary>
    public RunningProcess Start(params IEnumerable<string> command) => RunningProcess.Start(["env", $"NOTIFY_SOCKET={Address}", .. command]);

    /// <summary>The lines of what is said next. Nothing is, where the host has ended before.</summary>
    public async Task<string[]> HearAsync(RunningProcess host)
    {
        var buffer = new byte[4096];
        var heard = _socket.ReceiveAsync(buffer);
        if (await Task.WhenAny(heard, host.EndAsync()) != heard)
        {
            // Behind all that it said: a word that was taken from the socket and has not come here yet is no longer to be seen there.
            using var own = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            await own.SendToAsync(Array.Empty<byte>(), _end);
        }

        var bytes = await heard;
        Assert.True(bytes > 0, $"it ended without a word to its manager, and said:\n{host.Errors.Text}");
        return Encoding.UTF8.GetString(buffer, 0, bytes).Split('\n');
    }

    public void Dispose() => _socket.Dispose();
}
