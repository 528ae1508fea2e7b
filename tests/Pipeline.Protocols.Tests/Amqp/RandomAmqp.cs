using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Amqp.AmqpBytes;
using static Pipeline.Protocols.Tests.Support.ByteText;

namespace Pipeline.Protocols.Tests.Amqp;

/// <summary>Conversations on several channels; each row has a name in its destination or body that no other has, and an answer repeats it where it can.</summary>
internal static class RandomAmqp
{
    private const int Channels = 3;

    /// <summary>A conversation, and the keys of its rows: operation, channel and name.</summary>
    public static (Talk Talk, List<string> Keys) Make(Random random, int turns = 12)
    {
        var talk = Opened();
        List<string> keys = ["start/0/", "tune/0/", "open/0/"];
        var published = new ulong[Channels + 1];
        for (var channel = 1; channel <= Channels; channel++)
        {
            talk.Channel(channel);
            keys.Add($"open/{channel}/");
        }

        // The first channel is not confirmed.
        for (var channel = 2; channel <= Channels; channel++)
        {
            talk.Confirming(channel);
            keys.Add($"select/{channel}/");
        }

        for (var turn = 0; turn < turns; turn++)
        {
            var (asked, answered) = ("", "");
            for (var burst = random.Next(1, 4); burst > 0; burst--)
                Turn(random, random.Next(1, Channels + 1), $"{turn}.{burst}", published, keys, ref asked, ref answered);
            talk.Ask(asked);
            if (answered.Length > 0)
                talk.Answer(answered);
        }

        keys.Sort(StringComparer.Ordinal);
        return (talk, keys);
    }

    /// <summary>As <see cref="Make"/> has it.</summary>
    public static string KeyOf(TableRow row) => $"{row["operation"]}/{row["channel"]}/{(row["operation"] == "ack" ? row["req_msg"] : row["destination"])}";

    private static void Turn(Random random, int channel, string name, ulong[] published, List<string> keys, ref string asked, ref string answered)
    {
        switch (random.Next(5))
        {
            case 0:
                asked += Declare(channel, name);
                answered += DeclareOk(channel, name);
                keys.Add($"declare/{channel}/{name}");
                break;
            case 1:
                asked += Method(channel, 60, 70, U16(0) + Short(name) + "\0");
                answered += Method(channel, 60, 71, U64(1) + "\0" + Short("") + Short(name) + U32(0)) + Content(channel, Body(random, name));
                keys.Add($"get/{channel}/{name}");
                break;
            case 2:
                answered += Deliver(channel, 1, "", name, Body(random, name)) + (random.Next(2) == 0 ? Heartbeat : "");
                keys.Add($"deliver/{channel}/{name}");
                break;
            case 3:
                asked += Heartbeat;
                goto default;
            default:
                asked += Publish(channel, "", name, Body(random, name));
                if (channel > 1)
                    answered += Ack(channel, ++published[channel]);
                keys.Add($"publish/{channel}/{name}");
                break;
        }
    }

    private static string Body(Random random, string name) => name + string.Concat(Enumerable.Range(0, random.Next(4) == 0 ? random.Next(3000) : random.Next(30)).Select(_ => "\u0001\0\u0008\u00ce<=xyz"[random.Next(9)]));
}
