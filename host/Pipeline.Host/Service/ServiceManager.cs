using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Service;

/// <summary>
/// Tells systemd how the host is, by datagrams to the socket that a unit of <c>Type=notify</c> names in its environment (sd_notify(3)). Thread-safe.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private const string Variable = "NOTIFY_SOCKET";

    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _manager;
    private readonly ILogger _log;

    private ServiceManager(string address, ILogger log)
    {
        // '@' stands for the NUL of Linux's abstract namespace.
        _manager = new UnixDomainSocketEndPoint(address[0] == '@' ? "\0" + address[1..] : address);
        _log = log;
    }

    /// <summary>Null where nobody asked to be told.</summary>
    public static ServiceManager? FromEnvironment(ILogger log)
    {
        var address = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(address))
            return null;
        // Whatever the host starts is not the service.
        Environment.SetEnvironmentVariable(Variable, null);
        if (address[0] is '/' or '@')
            return new ServiceManager(address, log);
        log.LogWarning("the service manager cannot be told anything: {Variable} is {Address}, which is neither a path nor an abstract socket", Variable, address);
        return null;
    }

    /// <summary>The start is over.</summary>
    public void Ready(string status) => Send($"READY=1\nSTATUS={status}");

    /// <summary>The stop has begun.</summary>
    public void Stopping() => Send("STOPPING=1\nSTATUS=stopping");

    public void Dispose() => _socket.Dispose();

    private void Send(string message)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message), _manager);
        }
        catch (SocketException e)
        {
            // The host does its work whether or not anybody hears of it; a manager that waits for READY=1 says so itself.
            _log.LogWarning(e, "the service manager was not told {Message}", message.ReplaceLineEndings(" "));
        }
    }
}
