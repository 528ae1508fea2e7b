namespace Pipeline.Protocols.Tests.Kafka;

/// <summary>Requests and responses of the most frequent kinds in any version, written from the protocol's description.</summary>
internal static class KafkaMessages
{
    public const int Produce = 0, Fetch = 1, ListOffsets = 2, Metadata = 3, OffsetCommit = 8, FindCoordinator = 10, JoinGroup = 11, Heartbeat = 12, ApiVersions = 18;

    /// <summary>Topic and partition with records, or with an error.</summary>
    internal sealed record Part(string Topic, int Partition, byte[]? Records = null, int Error = 0, UInt128 Id = default);

    public static KafkaWriter ProduceRequest(int version, int acks, IReadOnlyList<Part> parts)
    {
        var w = new KafkaWriter(version >= 9);
        if (version >= 3)
            w.Text(null);
        w.I16(acks).I32(5000).Array([.. parts.GroupBy(p => p.Topic)], topic =>
        {
            Named(w, version >= 13, topic.First());
            w.Array([.. topic], p => w.I32(p.Partition).Blob(p.Records).End()).End();
        });
        return w.End();
    }

    public static KafkaWriter ProduceResponse(int version, IReadOnlyList<Part> parts)
    {
        var w = new KafkaWriter(version >= 9);
        w.Array([.. parts.GroupBy(p => p.Topic)], topic =>
        {
            Named(w, version >= 13, topic.First());
            w.Array([.. topic], p =>
            {
                w.I32(p.Partition).I16(p.Error).I64(77);
                if (version >= 2)
                    w.I64(-1);
                if (version >= 5)
                    w.I64(0);
                if (version >= 8)
                    w.Array<int>([], _ => { }).Text(p.Error == 0 ? null : "no");
                if (version >= 10 && p.Error != 0)
                    w.End((0, [0, 0, 0, 1, 0, 0, 0, 2, 0]));
                else
                    w.End();
            }).End();
        });
        if (version >= 1)
            w.I32(0);
        return w.End();
    }

    public static KafkaWriter FetchRequest(int version, IReadOnlyList<Part> parts)
    {
        var w = new KafkaWriter(version >= 12);
        if (version < 15)
            w.I32(-1);
        w.I32(500).I32(1);
        if (version >= 3)
            w.I32(1 << 20);
        if (version >= 4)
            w.I8(1);
        if (version >= 7)
            w.I32(0).I32(-1);
        w.Array([.. parts.GroupBy(p => p.Topic)], topic =>
        {
            Named(w, version >= 13, topic.First());
            w.Array([.. topic], p =>
            {
                w.I32(p.Partition);
                if (version >= 9)
                    w.I32(3);
                w.I64(1000);
                if (version >= 12)
                    w.I32(-1);
                if (version >= 5)
                    w.I64(-1);
                w.I32(1 << 20).End();
            }).End();
        });
        if (version >= 7)
            w.Array<Part>([], _ => { });
        if (version >= 11)
            w.Text("");
        return w.End();
    }

    public static KafkaWriter FetchResponse(int version, IReadOnlyList<Part> parts)
    {
        var w = new KafkaWriter(version >= 12);
        if (version >= 1)
            w.I32(3);
        if (version >= 7)
            w.I16(0).I32(99);
        w.Array([.. parts.GroupBy(p => p.Topic)], topic =>
        {
            Named(w, version >= 13, topic.First());
            w.Array([.. topic], p =>
            {
                w.I32(p.Partition).I16(p.Error).I64(1003);
                if (version >= 4)
                    w.I64(1003);
                if (version >= 5)
                    w.I64(0);
                if (version >= 4)
                    w.Array<int>(null, _ => { });
                if (version >= 11)
                    w.I32(-1);
                w.Blob(p.Records).End();
            }).End();
        });
        return w.End();
    }

    public static KafkaWriter MetadataRequest(int version, IReadOnlyList<string>? topics)
    {
        var w = new KafkaWriter(version >= 9);
        w.Array(topics, t =>
        {
            if (version >= 10)
                w.Uuid(0);
            w.Text(t).End();
        });
        if (version >= 4)
            w.I8(0);
        if (version is >= 8 and <= 10)
            w.I8(0);
        if (version >= 8)
            w.I8(0);
        return w.End();
    }

    public static KafkaWriter MetadataResponse(int version, IReadOnlyList<Part> topics)
    {
        var w = new KafkaWriter(version >= 9);
        if (version >= 3)
            w.I32(0);
        w.Array([1, 2], id =>
        {
            w.I32(id).Text($"broker-{id}").I32(9092);
            if (version >= 1)
                w.Text(null);
            w.End();
        });
        if (version >= 2)
            w.Text("cluster");
        if (version >= 1)
            w.I32(1);
        w.Array(topics, t =>
        {
            w.I16(t.Error).Text(t.Topic);
            if (version >= 10)
                w.Uuid(t.Id);
            if (version >= 1)
                w.I8(0);
            w.Array([0, 1], p =>
            {
                w.I16(0).I32(p).I32(1);
                if (version >= 7)
                    w.I32(5);
                w.Array([1, 2], r => w.I32(r)).Array([1], r => w.I32(r));
                if (version >= 5)
                    w.Array<int>([], _ => { });
                w.End();
            });
            if (version >= 8)
                w.I32(int.MinValue);
            w.End();
        });
        if (version is >= 8 and <= 10)
            w.I32(int.MinValue);
        if (version >= 13)
            w.I16(0);
        return w.End();
    }

    public static KafkaWriter HeartbeatRequest(int version, string group)
    {
        var w = new KafkaWriter(version >= 4).Text(group).I32(7).Text("member");
        if (version >= 3)
            w.Text(null);
        return w.End();
    }

    public static KafkaWriter HeartbeatResponse(int version, int error)
    {
        var w = new KafkaWriter(version >= 4);
        if (version >= 1)
            w.I32(0);
        return w.I16(error).End();
    }

    public static KafkaWriter ApiVersionsRequest(int version)
    {
        var w = new KafkaWriter(version >= 3);
        if (version >= 3)
            w.Text("client").Text("1.0");
        return w.End();
    }

    public static KafkaWriter ApiVersionsResponse(int version, int error = 0)
    {
        // Who does not know the version answers in the first one.
        var w = new KafkaWriter(version >= 3 && error != 35);
        w.I16(error).Array([0, 1, 18], k => w.I16(k).I16(0).I16(9).End());
        if (version >= 1 && error != 35)
            w.I32(0);
        return w.End();
    }

    private static void Named(KafkaWriter w, bool byId, Part part)
    {
        if (byId)
            w.Uuid(part.Id);
        else
            w.Text(part.Topic);
    }
}
