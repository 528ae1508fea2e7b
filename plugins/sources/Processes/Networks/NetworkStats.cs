namespace Pipeline.Sources.Processes.Networks;

/// <summary>The table network_stats.</summary>
internal static class NetworkStats
{
    internal const int StartTime = 1;
    internal const int Namespace = 2;
    internal const int Interface = 3;
    internal const int Pid = 4;
    internal const int StartTicks = 5;
    internal const int FirstFigure = 6;

    private const int NameBytes = 16;

    internal static TableSchema Schema { get; } = new(
        "network_stats",
        TableKind.Metric,
        [
            new("time", ColumnType.Time) { Unit = "ns", Help = "When it was read." },
            new("start_time", ColumnType.Time) { Unit = "ns", Help = "Since when everything is counted: the boot, or where the interface came or began anew since, the reading before that.", Heading = "" },
            new("netns", ColumnType.U32) { Help = "The network namespace: its inode, as lsns shows it." },
            new("interface", ColumnType.FixedUtf8(NameBytes)) { Help = "The interface's name in it.", Attribute = "network.interface.name" },
            new("pid", ColumnType.U32) { Help = "A process in the namespace, the same one as long as it is there." },
            new("start_ticks", ColumnType.U64) { Help = "When that process began, in 10 ms since boot.", Heading = "" },
            Counter("rx_bytes", "By", "RX(KB)", "Bytes received."),
            Counter("rx_packets", "1", "RXPKT", "Packets received."),
            Counter("rx_errors", "1", "RXERR", "Packets received that were damaged."),
            Counter("rx_drops", "1", "RXDROP", "Packets received that were dropped, for want of room or of a receiver."),
            Counter("tx_bytes", "By", "TX(KB)", "Bytes sent."),
            Counter("tx_packets", "1", "TXPKT", "Packets sent."),
            Counter("tx_errors", "1", "TXERR", "Packets that could not be sent."),
            Counter("tx_drops", "1", "TXDROP", "Packets that were dropped before they were sent."),
        ])
    {
        Help = "Each interface of each network namespace in which there is a process.",
        StartTimeColumn = "start_time",
    };

    private static ColumnSchema Counter(string name, string unit, string heading, string help) =>
        new(name, ColumnType.U64) { Unit = unit, Heading = heading, Help = help, Instrument = Instrument.Counter };
}
