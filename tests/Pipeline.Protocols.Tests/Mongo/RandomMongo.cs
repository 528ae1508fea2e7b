using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mongo;

/// <summary>Conversations as drivers have them; each request and each answer has a number of its own in it.</summary>
internal static class RandomMongo
{
    /// <param name="random">Where choices come from.</param>
    /// <param name="expected">What each row tells, in order.</param>
    /// <param name="turns">Times the client speaks.</param>
    public static Talk Make(Random random, List<string> expected, int turns = 12)
    {
        var (talk, id, isCounting) = (new Talk(), random.Next(1, 1000), random.Next(3) > 0);
        for (var turn = 0; turn < turns; turn++)
        {
            List<(byte[] Answer, string Row)> waiting = [];
            for (var burst = random.Next(4) == 0 ? random.Next(2, 5) : 1; burst > 0; burst--)
            {
                id = isCounting ? id + random.Next(1, 3) : random.Next(1, int.MaxValue);
                if (Ask(random, talk, id, turn * 100 + burst, expected) is { } exchange)
                    waiting.Add(exchange);
            }

            foreach (var (answer, row) in waiting.OrderBy(_ => random.Next()))
            {
                talk.Say(false, answer);
                expected.Add(row);
            }
        }

        return talk;
    }

    public static string Tell(TableRow row) => row.Cells("req_cmd", "database", "collection", "documents", "error_code", "req_size", "resp_size", "compression");

    private static (byte[] Answer, string Row)? Ask(Random random, Talk talk, int id, int mark, List<string> expected)
    {
        var (collection, answered) = ($"c{mark}", id ^ 0x40000000);
        switch (random.Next(6))
        {
            case 0:
                var documents = Enumerable.Range(0, random.Next(1, 20)).Select(i => Bson.Document(("_id", mark * 1000 + i), ("text", new string('y', random.Next(200))))).ToArray();
                var insert = MongoBytes.Message(id, 0, Bson.Document(("insert", collection), ("ordered", true), ("$db", "shop")), random.Next(2), ("documents", documents));
                talk.Say(true, insert);
                return Answered(insert, MongoBytes.Message(answered, id, Bson.Document(("n", documents.Length), ("mark", mark), ("ok", 1.0))), $"insert|shop|{collection}|{documents.Length}|", "none");
            case 1:
                var unasked = MongoBytes.Message(id, 0, Bson.Document(("update", collection), ("$db", "shop")), MongoBytes.MoreToCome);
                talk.Say(true, unasked);
                expected.Add($"update|shop|{collection}|0||{unasked.Length}|0|none");
                return null;
            case 2:
                var failing = MongoBytes.Compressed(MongoBytes.Message(id, 0, Bson.Document(("aggregate", collection), ("pipeline", Array.Empty<object>()), ("$db", "shop"))), random.Next(2) == 0);
                talk.Say(true, failing);
                return Answered(failing, MongoBytes.Message(answered, id, Bson.Document(("ok", 0.0), ("errmsg", $"no {mark}"), ("code", 59))), $"aggregate|shop|{collection}|0|59", failing[24] == 2 ? "zlib" : "noop");
            case 3:
                var legacy = MongoBytes.Query(id, $"shop.{collection}", Bson.Document(("mark", mark)));
                talk.Say(true, legacy);
                return Answered(legacy, MongoBytes.Reply(answered, id, 8, 0, Bson.Document(("mark", mark)), Bson.Document(("mark", mark + 1))), $"query|shop|{collection}|2|", "none");
            default:
                var find = MongoBytes.Message(id, 0, Bson.Document(("find", collection), ("filter", Bson.Document(("mark", mark))), ("$db", "shop")));
                var batch = Enumerable.Range(0, random.Next(10)).Select(i => (object)Bson.Document(("_id", mark), ("x", new string('z', random.Next(300))))).ToArray();
                talk.Say(true, find);
                return Answered(
                    find,
                    MongoBytes.Message(answered, id, Bson.Document(("cursor", Bson.Document(("firstBatch", batch), ("id", (long)mark), ("ns", $"shop.{collection}"))), ("ok", 1.0))),
                    $"find|shop|{collection}|{batch.Length}|",
                    "none");
        }
    }

    private static (byte[], string) Answered(byte[] request, byte[] answer, string row, string compression) => (answer, $"{row}|{request.Length}|{answer.Length}|{compression}");
}
