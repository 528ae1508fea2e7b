using System.Globalization;

namespace Pipeline.Servers.Tests.Kafka;

/// <summary>Debian's kcat.</summary>
internal static class Kcat
{
    // It asks again when a broker does not answer for ten seconds to a minute.
    private const string Patient = "-X socket.timeout.ms=240000 -X api.version.request.timeout.ms=240000 -X socket.connection.setup.timeout.ms=240000";

    /// <summary>Sends so many numbered messages, each with a filling behind it.</summary>
    internal static Task ProduceAsync(Brokers brokers, string topic, int messages, int filling, params string[] options) =>
        RunningProcess.RunAsync("sh", "-c", $"seq 1 {messages} | sed \"s/\\$/ $(head -c {filling} /dev/zero | tr '\\0' x)/\" | kcat -b {brokers.Addresses} -P -t {topic} -q {Patient} -X request.timeout.ms=240000 -X message.timeout.ms=600000 {string.Join(' ', options)}");

    /// <summary>Reads a topic to its end; how many messages.</summary>
    internal static async Task<int> ConsumeAsync(Brokers brokers, string topic) =>
        Count(await RunningProcess.RunAsync("sh", "-c", $"kcat -b {brokers.Addresses} -C -t {topic} -o beginning -e -q {Patient} -f '%o\\n' | wc -l").ConfigureAwait(false));

    /// <summary>Two members of a group that share topics, and leave when they have so many messages together, or after four minutes; how many they had.</summary>
    internal static async Task<int> ShareAsync(Brokers brokers, string group, int messages, params string[] topics)
    {
        var member = $"kcat -b {brokers.Addresses} -G {group} {string.Join(' ', topics)} -X auto.offset.reset=earliest -X session.timeout.ms=120000 -X heartbeat.interval.ms=500 {Patient} -q -u -f '%o\\n'";
        // The offsets of the last messages are told a moment later, and when a member leaves.
        return Count(await RunningProcess.RunAsync("bash", "-c", $"""
            set -m; cd "$(mktemp -d)"; {member} >one & {member} >two &
            for turn in $(seq 2400); do sleep 0.1; [ "$(cat one two | wc -l)" -lt {messages} ] || break; done
            sleep 1; kill -INT %1 %2; wait; cat one two | wc -l; rm -r "$PWD"
            """).ConfigureAwait(false));
    }

    private static int Count(string text) => int.Parse(text.Trim(), CultureInfo.InvariantCulture);
}
