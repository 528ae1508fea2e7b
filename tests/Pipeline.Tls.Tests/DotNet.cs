using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Pipeline.Tls.Tests.Moving;

namespace Pipeline.Tls.Tests;

/// <summary>Connections of this process with itself: .NET gives the library memory, and sends and receives itself, on any thread of its pool.</summary>
internal static class DotNet
{
    private static readonly int[] Sizes = [1, 5, 100, 4096, 16384, 16385, 50000, 200000];

    internal static async Task<List<Conversation>> ExchangeAsync(X509Certificate2 certificate, int connections)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var servers = Task.WhenAll(Enumerable.Range(0, connections).Select(async _ => await ServeAsync(await listener.AcceptTcpClientAsync(), certificate)));
        var moved = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => AskAsync((IPEndPoint)listener.LocalEndpoint, certificate)));
        await servers;
        return [.. moved];
    }

    private static async Task ServeAsync(TcpClient accepted, X509Certificate2 certificate)
    {
        using var client = accepted;
        var port = ((IPEndPoint)client.Client.RemoteEndPoint!).Port;
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(certificate);
        long at = 0;
        foreach (var size in Sizes)
        {
            var bytes = new byte[size];
            await stream.ReadExactlyAsync(bytes);
            await stream.WriteAsync(Of(port, isRequest: false, at, size));
            at += size;
        }

        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    private static async Task<Conversation> AskAsync(IPEndPoint server, X509Certificate2 certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server);
        var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;
        await using var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString());
        await stream.AuthenticateAsClientAsync("localhost");
        long at = 0;
        foreach (var size in Sizes)
        {
            await stream.WriteAsync(Of(port, isRequest: true, at, size));
            var bytes = new byte[size];
            await stream.ReadExactlyAsync(bytes);
            Assert.Equal(Of(port, isRequest: false, at, size), bytes);
            at += size;
        }

        await stream.ShutdownAsync();
        return new Conversation(port, at, at);
    }

    private static byte[] Of(int port, bool isRequest, long at, int size) => [.. Enumerable.Range(0, size).Select(i => Pattern.At(port, isRequest, at + i))];
}
