namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>The secrets of TLS connections, as one of their ends writes them down for whoever has recorded the packets.</summary>
internal sealed class KeyLog(TemporaryFolder folder)
{
    private readonly string _file = folder.Path($"keys-{Guid.NewGuid():N}");

    /// <summary>What stands before a command that is to write them.</summary>
    internal string[] Writing => ["env", $"SSLKEYLOGFILE={_file}"];

    /// <summary>What tshark is told, to read what is encrypted on a port.</summary>
    /// <param name="port">The server's.</param>
    /// <param name="protocol">What is encrypted; null: what the two ends have agreed on by ALPN.</param>
    internal IEnumerable<string> Reading(int port, string? protocol)
    {
        Assert.True(File.Exists(_file), "nobody wrote down the secrets of a connection");
        return ["-o", $"tls.keylog_file:{_file}", "-d", $"tcp.port=={port},tls", .. protocol is null ? (string[])[] : ["-d", $"tls.port=={port},{protocol}"]];
    }
}
