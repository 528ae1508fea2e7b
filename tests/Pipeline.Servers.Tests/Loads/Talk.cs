using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pipeline.Servers.Tests.Loads;

/// <summary>A connection of the test's own on which one request follows the other.</summary>
internal sealed class Talk : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly byte[] _buffer = new byte[1 << 16];

    private Talk()
    {
    }

    /// <summary>This end's port.</summary>
    internal int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    internal static async Task<Talk> OpenAsync(int port)
    {
        var talk = new Talk();
        await talk._socket.ConnectAsync(IPAddress.Loopback, port).ConfigureAwait(false);
        return talk;
    }

    /// <summary>Sends a request, and no more.</summary>
    internal async Task SendAsync(string path) => await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: here\r\n\r\n")).ConfigureAwait(false);

    /// <summary>Asks so many times and reads each answer, whose body has as many bytes as the path's last word says.</summary>
    internal async Task AskAsync(string path, int times = 1)
    {
        var body = int.Parse(path.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < times; i++)
        {
            await SendAsync(path).ConfigureAwait(false);
            var used = 0;
            int head;
            while ((head = _buffer.AsSpan(0, used).IndexOf("\r\n\r\n"u8)) < 0 || used < head + 4 + body)
                used += await ReceiveAsync(used).ConfigureAwait(false) is > 0 and var read ? read : throw new InvalidOperationException("the server hung up");
        }
    }

    /// <summary>Bytes that came; 0 at the end of the stream, and where the server is gone.</summary>
    internal async Task<int> ReceiveAsync(int used = 0)
    {
        using var patience = new CancellationTokenSource(Patience.ForAnything);
        try
        {
            return await _socket.ReceiveAsync(_buffer.AsMemory(used), patience.Token).ConfigureAwait(false);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return 0;
        }
    }

    public void Dispose() => _socket.Dispose();
}
