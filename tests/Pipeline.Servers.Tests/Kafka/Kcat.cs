using System.Globalization;

namespace Pipeline.Servers.Tests.Kafka;

/// <summary>Debian's kcat.</summary>
internal static class Kcat
{
    /// <summary>Sends so many numbered messages, each with a filling behind it.</summary>
    internal static Task ProduceAsync(Brokers brokers, string topic, int messages, int filling, params string[] options) =>
        RunningProcess.RunAsync("sh", "-c", $"seq 1 {messages} | sed \"s/\\$/ $(head -c {filling} /dev/zero | tr '\\0' x)/\" | kcat -b {brokers.Addresses} -P -t {topic} -q {string.Join(' ', options)}");

    /// <summary>Reads a topic to its end; how many messages.</summary>
    internal static async Task<int> ConsumeAsync(Brokers brokers, string topic) =>
        Count(await RunningProcess.RunAsync("sh", "-c", $"kcat -b {brokers.Addresses} -C -t {topic} -o beginning -e -q -f '%o\\n' | wc -l").ConfigureAwait(false));

    /// <summary>A member of a group that shares topics with others and leaves after a while; how many messages it had.</summary>
    internal static async Task<int> JoinAsync(Brokers brokers, string group, int seconds, params string[] topics) =>
        Count(await RunningProcess.RunAsync(
            "sh", "-c", $"timeout -s INT {seconds} kcat -b {brokers.Addresses} -G {group} {string.Join(' ', topics)} -X auto.offset.reset=earliest -q -f '%o\\n' | wc -l").ConfigureAwait(false));

    private static int Count(string text) => int.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
