using System.IO.Compression;
using System.Text;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mongo;

/// <summary>Messages of MongoDB, for tests.</summary>
internal static class MongoBytes
{
    public const int MoreToCome = 2;
    public const int ExhaustAllowed = 1 << 16;

    public static byte[] Ok => Bson.Document(("ok", 1.0));

    /// <summary>OP_MSG with one document, and sequences of documents.</summary>
    public static byte[] Message(int id, int answers, byte[] document, int flags = 0, params (string Name, byte[][] Documents)[] sequences)
    {
        List<byte> body = [.. Bson.Int32(flags), 0, .. document];
        foreach (var (name, documents) in sequences)
        {
            var content = Encoding.UTF8.GetBytes(name).Append((byte)0).Concat(documents.SelectMany(d => d)).ToArray();
            body.Add(1);
            body.AddRange(Bson.Int32(content.Length + 4));
            body.AddRange(content);
        }

        if ((flags & 1) != 0)
            body.AddRange([1, 2, 3, 4]);
        return Frame(id, answers, 2013, [.. body]);
    }

    public static byte[] Frame(int id, int answers, int opcode, byte[] body) =>
        [.. Bson.Int32(body.Length + 16), .. Bson.Int32(id), .. Bson.Int32(answers), .. Bson.Int32(opcode), .. body];

    /// <summary>A message in zlib, or as it is.</summary>
    public static byte[] Compressed(byte[] message, bool isZlib)
    {
        var body = message[16..];
        if (isZlib)
        {
            using var packed = new MemoryStream();
            using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                stream.Write(body);
            body = packed.ToArray();
        }

        return Frame(BitConverter.ToInt32(message, 4), BitConverter.ToInt32(message, 8), 2012, [.. message[12..16], .. Bson.Int32(message.Length - 16), isZlib ? (byte)2 : (byte)0, .. body]);
    }

    public static byte[] Query(int id, string collection, byte[] document) =>
        Frame(id, 0, 2004, [.. Bson.Int32(0), .. Encoding.UTF8.GetBytes(collection), 0, .. Bson.Int32(0), .. Bson.Int32(-1), .. document]);

    public static byte[] Reply(int id, int answers, int flags, long cursor, params byte[][] documents) =>
        Frame(id, answers, 1, [.. Bson.Int32(flags), .. Bson.Int64(cursor), .. Bson.Int32(0), .. Bson.Int32(documents.Length), .. documents.SelectMany(d => d)]);

    /// <summary>A request and its answer.</summary>
    public static Talk Do(this Talk talk, int id, byte[] document, byte[] answer, int flags = 0) =>
        talk.Say(true, Message(id, 0, document, flags)).Say(false, Message(id + 1_000_000, id, answer));
}
