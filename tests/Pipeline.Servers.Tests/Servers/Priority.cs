namespace Pipeline.Servers.Tests.Servers;

/// <summary>What else the machine does must not come between a packet and the call that waits for it: servers and their clients go first.</summary>
internal static class Priority
{
    internal static string[] High => ["nice", "--adjustment=-20"];
}
