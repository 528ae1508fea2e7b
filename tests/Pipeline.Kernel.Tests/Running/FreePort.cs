using System.Net;
using System.Net.Sockets;

namespace Pipeline.Kernel.Tests.Running;

/// <summary>A port of loopback that nobody has, for servers that cannot be told to let the kernel choose.</summary>
internal static class FreePort
{
    // Below those that the kernel gives to whoever connects or lets it choose: nobody gets it by chance until the server has it.
    private const int First = 10_000;
    private const int Last = 32_000;

    /// <summary>Free for TCP and for UDP.</summary>
    internal static int Take()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, Last);
            if (IsFree(SocketType.Stream, ProtocolType.Tcp, port) && IsFree(SocketType.Dgram, ProtocolType.Udp, port))
                return port;
        }
    }

    private static bool IsFree(SocketType type, ProtocolType protocol, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
