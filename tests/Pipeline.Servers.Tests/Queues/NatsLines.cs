using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Pipeline.Servers.Tests.Queues;

/// <summary>Lines that clients and a NATS server said, each as <c>40001 PUB subject reply 5</c>, sorted.</summary>
internal static partial class NatsLines
{
    private static readonly string[] Told = ["PUB", "HPUB", "SUB", "UNSUB", "MSG", "HMSG", "CONNECT"];

    /// <summary>As the server's log has them.</summary>
    internal static async Task<string[]> OfLogAsync(string log)
    {
        var lines = new List<string>();
        foreach (var line in await File.ReadAllLinesAsync(log).ConfigureAwait(false))
            if (Traced().Match(line) is { Success: true } match && match.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words && Told.Contains(words[0]))
                lines.Add($"{match.Groups[1].Value} {Line(words)}");
        lines.Sort(StringComparer.Ordinal);
        return [.. lines];
    }

    /// <summary>As rows of <c>nats_events</c> tell of them.</summary>
    internal static string[] Of(IEnumerable<JsonElement> rows, string role, int port)
    {
        var (client, server) = role == "client" ? ("local_port", "remote_port") : ("remote_port", "local_port");
        var lines = rows.Where(r => r.GetProperty("table").GetString() == "nats_events" && r.GetProperty("trace_role").GetString() == role && r.GetProperty(server).GetInt32() == port && IsLogged(r))
            .Select(r => $"{Text(r.GetProperty(client).GetInt64())} {Line(r)}").ToList();
        lines.Sort(StringComparer.Ordinal);
        return [.. lines];
    }

    // The log leaves out that nobody is there to respond.
    private static bool IsLogged(JsonElement row) => Told.Contains(Text(row, "cmd")) && (Text(row, "cmd") != "HMSG" || Text(row, "error") != "NO_RESPONDERS");

    private static string Line(string[] words) => words[0] switch
    {
        "CONNECT" => "CONNECT",
        // Bytes of the headers, and of the headers and the message.
        "HPUB" or "HMSG" => string.Join(' ', [.. words[..^2], Text(Number(words[^1]) - Number(words[^2]))]),
        _ => string.Join(' ', words),
    };

    private static string Line(JsonElement row)
    {
        var (verb, size) = (Text(row, "cmd"), row.GetProperty("payload_size").GetInt64());
        string[] words = verb switch
        {
            "CONNECT" => [verb],
            "SUB" => [verb, Text(row, "subject"), Text(row, "queue_group"), Text(row, "sid")],
            "UNSUB" => [verb, Text(row, "sid")],
            "MSG" or "HMSG" => [verb, Text(row, "subject"), Text(row, "sid"), Text(row, "reply_to"), Text(size)],
            _ => [verb, Text(row, "subject"), Text(row, "reply_to"), Text(size)],
        };
        return string.Join(' ', words.Where(w => w.Length > 0));
    }

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[TRC\] 127\.0\.0\.1:(\d+) - cid:\d+ - (?:""[^""]*"" - )?(?:<<-|->>) \[((?!MSG_PAYLOAD).*)\]$")]
    private static partial Regex Traced();
}
