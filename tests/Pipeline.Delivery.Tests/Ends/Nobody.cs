using System.Net;
using System.Net.Sockets;

namespace Pipeline.Delivery.Tests.Ends;

/// <summary>A port of loopback where nobody listens, and nobody else will as long as this is there: who comes is refused.</summary>
internal sealed class Nobody : IDisposable
{
    private readonly Socket _held = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    internal Nobody() => _held.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    internal Uri Address => new($"http://{_held.LocalEndPoint}");

    public void Dispose() => _held.Dispose();
}
