namespace Pipeline.Sources.Replay;

/// <summary>What a file holds.</summary>
internal enum FileFormat
{
    /// <summary>Nothing that is known.</summary>
    Unknown,

    /// <summary>Packets, as libpcap writes them.</summary>
    Pcap,

    /// <summary>Packets, as Wireshark writes them.</summary>
    Pcapng,

    /// <summary>Rows, as the capture sink writes them.</summary>
    Capture,
}
