using System.Net;
using System.Net.Sockets;

namespace Pipeline.Servers.Tests.Servers;

/// <summary>A port of loopback that the kernel chose and nobody listens on, for servers that cannot be told to let it choose.</summary>
internal static class FreePort
{
    /// <summary>Free for TCP and for UDP.</summary>
    internal static int Take()
    {
        while (true)
        {
            using var stream = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            stream.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)stream.LocalEndPoint!).Port;
            using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                datagrams.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody has it for UDP; the kernel will choose another.
            }
        }
    }
}
