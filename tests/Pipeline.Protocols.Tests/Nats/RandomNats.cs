using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Nats;

/// <summary>Conversations in which each message has a subject that no other has.</summary>
internal static class RandomNats
{
    /// <summary>A conversation, and the keys of its rows: the verb and the subject, or the number of a subscription.</summary>
    public static (Talk Talk, List<string> Keys) Make(Random random, int turns = 15)
    {
        var isVerbose = random.Next(3) == 0;
        var talk = new Talk().Answer(NatsTests.Info);
        Ask(talk, isVerbose, $"CONNECT {{\"verbose\":{(isVerbose ? "true" : "false")}}}\r\n");
        List<string> keys = ["INFO//", "CONNECT//"];
        for (var turn = 0; turn < turns; turn++)
        {
            var (asked, answered) = ("", "");
            for (var burst = random.Next(1, 4); burst > 0; burst--)
                Turn(random, isVerbose, $"s.{turn}.{burst}", keys, ref asked, ref answered);
            if (asked.Length > 0)
                talk.Ask(asked);
            if (answered.Length > 0)
                talk.Answer(answered);
        }

        keys.Sort(StringComparer.Ordinal);
        return (talk, keys);
    }

    public static string KeyOf(TableRow row) => $"{row["cmd"]}/{row["subject"]}/{row["sid"]}";

    private static void Ask(Talk talk, bool isVerbose, string asked)
    {
        talk.Ask(asked);
        if (isVerbose)
            talk.Answer("+OK\r\n");
    }

    private static void Turn(Random random, bool isVerbose, string name, List<string> keys, ref string asked, ref string answered)
    {
        var (ok, payload) = (isVerbose ? "+OK\r\n" : "", Payload(random));
        switch (random.Next(6))
        {
            case 0:
                asked += $"SUB {name} {name}\r\n";
                answered += ok;
                keys.Add($"SUB/{name}/{name}");
                break;
            case 1:
                asked += $"UNSUB {name}\r\nPING\r\n";
                answered += ok + "PONG\r\n";
                keys.Add($"UNSUB//{name}");
                break;
            case 2:
                answered += $"MSG {name} 1 {payload.Length}\r\n{payload}\r\nPING\r\n";
                keys.Add($"MSG/{name}/1");
                break;
            case 3:
                // Each request is answered on a subject of its own.
                asked += $"PUB {name} _INBOX.{name} {payload.Length}\r\n{payload}\r\n";
                answered += $"{ok}MSG _INBOX.{name} 1 {payload.Length}\r\n{payload}\r\n";
                keys.Add($"PUB/{name}/");
                keys.Add($"MSG/_INBOX.{name}/1");
                break;
            case 4:
                const string headers = "NATS/1.0\r\na: b\r\nc: d\r\n\r\n";
                asked += $"HPUB {name} {headers.Length} {headers.Length + payload.Length}\r\n{headers}{payload}\r\n";
                answered += ok;
                keys.Add($"HPUB/{name}/");
                break;
            default:
                asked += $"PUB {name} {payload.Length}\r\n{payload}\r\n";
                answered += ok;
                keys.Add($"PUB/{name}/");
                break;
        }
    }

    private static string Payload(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(5) == 0 ? random.Next(2000) : random.Next(20)).Select(_ => "x y\r\n+-{}PUBMSG 0123"[random.Next(19)]));
}
