using System.Globalization;

namespace Pipeline.Servers.Tests.Witnesses;

/// <summary>How long a server took to answer, where each side waits for the other: from a packet with bytes of the client to the one with bytes of the server.</summary>
internal static class Turns
{
    /// <summary>By the client's port, in nanoseconds, in their order.</summary>
    internal static async Task<Dictionary<int, List<long>>> ReadAsync(string file, int port)
    {
        var (asked, took) = (new Dictionary<int, long>(), new Dictionary<int, List<long>>());
        foreach (var packet in await Tshark.FieldsAsync(file, "data", [$"tcp.port=={port}"], $"tcp.port == {port} && tcp.len > 0", "frame.time_epoch", "tcp.srcport", "tcp.dstport").ConfigureAwait(false))
        {
            var time = (long)(decimal.Parse(packet[0][0], CultureInfo.InvariantCulture) * 1_000_000_000);
            var (source, target) = (int.Parse(packet[1][0], CultureInfo.InvariantCulture), int.Parse(packet[2][0], CultureInfo.InvariantCulture));
            if (target == port)
                asked[source] = time;
            else if (asked.Remove(target, out var since))
                (took.TryGetValue(target, out var list) ? list : took[target] = []).Add(time - since);
        }

        return took;
    }
}
