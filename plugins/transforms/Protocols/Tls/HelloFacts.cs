using System.Buffers.Binary;

namespace Pipeline.Transforms.Protocols.Tls;

/// <summary>What columns tell of hellos.</summary>
internal static class HelloFacts
{
    private const byte HostName = 0;

    /// <summary>The name in the extension <c>server_name</c>.</summary>
    public static ReadOnlySpan<byte> ServerName(ReadOnlySpan<byte> body)
    {
        var names = new Fields(new Fields(body).Vector());
        return names.Byte() == HostName ? names.Vector() : default;
    }

    public static ReadOnlySpan<byte> ServerName(in Hello client) => ServerName(Extensions.Find(client.Extensions, ExtensionType.ServerName, out _));

    /// <summary>The protocol that a server chose.</summary>
    public static ReadOnlySpan<byte> NextProtocol(in Hello server) =>
        new Fields(new Fields(Extensions.Find(server.Extensions, ExtensionType.Alpn, out _)).Vector()).ShortVector();

    /// <summary>The version that a server chose.</summary>
    public static ushort Version(in Hello server) =>
        Extensions.Find(server.Extensions, ExtensionType.SupportedVersions, out _) is { Length: 2 } chosen ? BinaryPrimitives.ReadUInt16BigEndian(chosen) : server.Version;

    /// <summary>The group of a server's share; 0: it does not tell.</summary>
    public static ushort Group(in Hello server) =>
        Extensions.Find(server.Extensions, ExtensionType.KeyShare, out _) is { Length: >= 2 } share ? BinaryPrimitives.ReadUInt16BigEndian(share) : (ushort)0;

    /// <summary>Whether an earlier session goes on: by its key since 1.3, before that by its number.</summary>
    public static bool IsResumed(in Hello server, ReadOnlySpan<byte> sessionOfClient)
    {
        if (Version(server) < 0x0304)
            return !server.SessionId.IsEmpty && server.SessionId.SequenceEqual(sessionOfClient);
        Extensions.Find(server.Extensions, ExtensionType.PreSharedKey, out var isThere);
        return isThere;
    }
}
