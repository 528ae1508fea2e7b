namespace Pipeline.Servers.Tests.Servers;

/// <summary>What else the machine does must not come between a packet and the call that waits for it: servers, their clients and the witness go first.</summary>
internal static class Priority
{
    internal static string[] High => ["nice", "--adjustment=-20"];

    /// <summary>For what is told how much to do: it runs as soon as it can.</summary>
    internal static string[] Highest => ["chrt", "--fifo", "1"];
}
