using System.Text.Json;
using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Kafka.KafkaBytes;
using static Pipeline.Protocols.Tests.Kafka.KafkaMessages;

namespace Pipeline.Protocols.Tests.Kafka;

public sealed class KafkaTests
{
    private static readonly UInt128 Id = new(0x1122334455667788, 0x99AABBCCDDEEFF00);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    public void Produce_tells_topic_partition_and_records_in_every_version(int version)
    {
        Part[] parts = [new("orders", 3, Batch(5, new byte[60])), new("orders", 4, Batch(2, new byte[30])), new("other", 0, Batch(1, new byte[9]))];
        var row = Assert.Single(Talk(Produce, version, ProduceRequest(version, -1, parts), ProduceResponse(version, parts)).Rows());
        Assert.Equal(("Produce", "client", version, 7, "send", "orders", 3, 2u, 8ul, "", false, 1_000_000L),
            (row.Command, row.Client, row.Version, row.Number, row.OperationType, row.Topic, row.Partition, row.Topics, row.Records, row.Error, row.IsPartial, row.Latency));
        var body = JsonDocument.Parse(row.RequestBody).RootElement;
        Assert.Equal((-1, 5000), (body.GetProperty("acks").GetInt32(), body.GetProperty("timeout_ms").GetInt32()));
        var records = body.GetProperty("topic_data")[0].GetProperty("partition_data")[1].GetProperty("records");
        Assert.Equal((2, 91), (records.GetProperty("count").GetInt32(), records.GetProperty("bytes").GetInt32()));
        Assert.Equal(77, JsonDocument.Parse(row.Response).RootElement.GetProperty("responses")[0].GetProperty("partition_responses")[0].GetProperty("base_offset").GetInt64());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    public void Fetch_tells_the_topic_that_had_records_in_every_version(int version)
    {
        Part[] asked = [new("quiet", 1), new("busy", 0), new("busy", 2)];
        Part[] answered = [new("quiet", 1, []), new("busy", 0, null), new("busy", 2, [.. Batch(3, new byte[20], codec: 2), .. Batch(0, new byte[5], isControl: true), .. Batch(4, new byte[70])])];
        var row = Assert.Single(Talk(Fetch, version, FetchRequest(version, asked), FetchResponse(version, answered)).Rows());
        Assert.Equal(("Fetch", "receive", "busy", 2, 2u, 7ul, "", false), (row.Command, row.OperationType, row.Topic, row.Partition, row.Topics, row.Records, row.Error, row.IsPartial));
        var records = JsonDocument.Parse(row.Response).RootElement.GetProperty("responses")[1].GetProperty("partitions")[1].GetProperty("records");
        Assert.Equal((7, 3, "snappy"), (records.GetProperty("count").GetInt32(), records.GetProperty("batches").GetInt32(), records.GetProperty("compression").GetString()));
    }

    [Theory]
    [InlineData(13, 13, 10)]
    [InlineData(13, 18, 12)]
    public void Topic_that_goes_by_its_id_has_the_name_that_a_response_on_another_connection_told(int produce, int fetch, int metadata)
    {
        Part[] parts = [new("orders", 1, Batch(5, new byte[60]), Id: Id)];
        var before = new Talk(1).Ask(Request(Produce, produce, 1, "c", ProduceRequest(produce, 1, parts))).Answer(Response(1, ProduceResponse(produce, parts)));
        var teller = new Talk(2).Ask(Request(Metadata, metadata, 1, "c", MetadataRequest(metadata, ["orders"]))).Answer(Response(1, MetadataResponse(metadata, parts)));
        var after = new Talk(3).Ask(Request(Fetch, fetch, 1, "c", FetchRequest(fetch, parts))).Answer(Response(1, FetchResponse(fetch, parts)));
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows);
        foreach (var talk in (Talk[])[before, teller, after])
            run.Feed(talk.Pieces);
        Assert.Equal(["ESIzRFVmd4iZqrvM3e7_AA", "orders", "orders"], rows.Select(r => r.Topic));
        Assert.Equal([5ul, 0ul, 5ul], rows.Select(r => r.Records));
        Assert.All(rows, r => Assert.False(r.IsPartial));
        Assert.Contains("\"topic_id\":\"ESIzRFVmd4iZqrvM3e7_AA\",\"topic\":\"orders\"", rows[2].Response, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Metadata_tells_topics_and_the_first_error_in_every_version(int version)
    {
        Part[] topics = [new("a", 0), new("b", 0, Error: 3), new("c", 0, Error: 5)];
        var row = Assert.Single(Talk(Metadata, version, MetadataRequest(version, ["a", "b"]), MetadataResponse(version, topics)).Rows());
        Assert.Equal(("Metadata", "a", -1, 3u, "UNKNOWN_TOPIC_OR_PARTITION", "", false), (row.Command, row.Topic, row.Partition, row.Topics, row.Error, row.OperationType, row.IsPartial));
        Assert.Equal(5, JsonDocument.Parse(row.Response).RootElement.GetProperty("topics")[1].GetProperty("partitions").GetArrayLength() + 3);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 27)]
    [InlineData(4, 0)]
    public void Group_and_error_of_a_heartbeat_are_told(int version, int error)
    {
        var row = Assert.Single(Talk(Heartbeat, version, HeartbeatRequest(version, "shop"), HeartbeatResponse(version, error)).Rows());
        Assert.Equal(("Heartbeat", "shop", error == 0 ? "" : "REBALANCE_IN_PROGRESS", false), (row.Command, row.Group, row.Error, row.IsPartial));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 35)]
    public void Versions_are_answered_without_tags_in_the_header_and_in_the_first_version_where_they_are_not_known(int version, int error)
    {
        var talk = new Talk().Ask(Request(ApiVersions, version, 0, "client", ApiVersionsRequest(version))).Answer(Response(0, ApiVersionsResponse(version, error), hasTags: false));
        var row = Assert.Single(talk.Rows());
        Assert.Equal(("ApiVersions", error == 0 ? "" : "UNSUPPORTED_VERSION", false), (row.Command, row.Error, row.IsPartial));
        Assert.Equal(3, JsonDocument.Parse(row.Response).RootElement.GetProperty("api_keys").GetArrayLength());
    }

    [Fact]
    public void Bytes_that_older_clients_send_behind_a_request_without_fields_mean_nothing()
    {
        var talk = new Talk().Ask(Request(ApiVersions, 0, 1, "rdkafka", new KafkaWriter(false).I32(0))).Answer(Response(1, ApiVersionsResponse(0)));
        Assert.Equal(("ApiVersions", 25ul, false), Assert.Single(talk.Rows()) is var row ? (row.Command, row.RequestSize, row.IsPartial) : default);
    }

    [Fact]
    public void Producer_that_wants_no_answer_makes_rows_at_once()
    {
        Part[] parts = [new("t", 0, Batch(1, new byte[9]))];
        var talk = new Talk();
        for (var i = 1; i < 4; i++)
            talk.Ask(Request(Produce, 7, i, "c", ProduceRequest(7, 0, parts)));
        var rows = talk.Ask(Request(Heartbeat, 3, 4, "c", HeartbeatRequest(3, "g"))).Answer(Response(4, HeartbeatResponse(3, 0))).Rows();
        Assert.Equal([("Produce", 0ul, 0L), ("Produce", 0ul, 0L), ("Produce", 0ul, 0L), ("Heartbeat", 14ul, 1_000_000L)], rows.Select(r => (r.Command, r.ResponseSize, r.Latency)));
    }

    [Fact]
    public void Responses_are_paired_by_number_whatever_their_order()
    {
        var talk = new Talk();
        for (var i = 1; i < 6; i++)
            talk.Ask(Request(Heartbeat, 1, i, "c", HeartbeatRequest(1, $"g{i}")));
        foreach (var i in (int[])[2, 1, 5, 3, 4])
            talk.Answer(Response(i, HeartbeatResponse(1, i + 20)));
        Assert.Equal(["g2:ILLEGAL_GENERATION", "g1:INVALID_REQUIRED_ACKS", "g5:UNKNOWN_MEMBER_ID", "g3:INCONSISTENT_GROUP_PROTOCOL", "g4:INVALID_GROUP_ID"],
            talk.Rows().Select(r => $"{r.Group}:{r.Error}"));
    }

    [Fact]
    public void Client_that_numbers_all_requests_alike_is_paired_in_order()
    {
        var talk = new Talk();
        for (var i = 1; i < 4; i++)
            talk.Ask(Request(Heartbeat, 1, 0, "c", HeartbeatRequest(1, $"g{i}")));
        for (var i = 1; i < 4; i++)
            talk.Answer(Response(0, HeartbeatResponse(1, i)));
        Assert.Equal([("g1", "OFFSET_OUT_OF_RANGE"), ("g2", "CORRUPT_MESSAGE"), ("g3", "UNKNOWN_TOPIC_OR_PARTITION")], talk.Rows().Select(r => (r.Group, r.Error)));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    public void Messages_of_older_formats_are_counted_one_by_one(int format, int count)
    {
        Part[] parts = [new("t", 0, [.. Message(format, "one"), .. Message(format, "two")])];
        var row = Assert.Single(Talk(Produce, 2, ProduceRequest(2, 1, parts), ProduceResponse(2, parts)).Rows());
        Assert.Equal(((ulong)count, false), (row.Records, row.IsPartial));
        // How many are in a compressed one is not told.
        parts = [new("t", 0, [.. Message(format, "one"), .. Message(format, "packed", codec: 1)])];
        row = Assert.Single(Talk(Produce, 2, ProduceRequest(2, 1, parts), ProduceResponse(2, parts)).Rows());
        Assert.Equal((1ul, true), (row.Records, row.IsPartial));
    }

    [Fact]
    public void Batch_that_the_broker_cut_off_is_not_counted()
    {
        Part[] parts = [new("t", 0, [.. Batch(3, new byte[20]), .. Batch(9, new byte[50])[..70]])];
        var row = Assert.Single(Talk(Fetch, 11, FetchRequest(11, parts), FetchResponse(11, parts)).Rows());
        Assert.Equal((3ul, false), (row.Records, row.IsPartial));
    }

    [Fact]
    public void Kinds_and_versions_that_are_not_known_are_rows_without_bodies()
    {
        var talk = new Talk().Ask(Request(Heartbeat, 1, 1, "c", HeartbeatRequest(1, "g"))).Answer(Response(1, HeartbeatResponse(1, 0)))
            .Ask(Request(321, 2, 2, "c", new KafkaWriter(true).Text("x").End())).Answer(Response(2, new KafkaWriter(true).I16(5).End()))
            .Ask(Request(Produce, 16, 3, "c", new KafkaWriter(true).Text("x").End())).Answer(Response(3, new KafkaWriter(true).I16(5).End()));
        Assert.Equal([("Heartbeat", true), ("321", false), ("Produce", false)], talk.Rows().Select(r => (r.Command, r.RequestBody.Length > 0)));
    }

    [Fact]
    public void Tokens_of_an_authentication_without_headers_are_in_no_row()
    {
        var (secret, answer) = (Framed("\0user\0swordfish"u8.ToArray()), Framed([]));
        var handshake = Request(17, 0, 1, "c", new KafkaWriter(false).Text("PLAIN"));
        var talk = new Talk().Ask(handshake).Answer(Response(1, new KafkaWriter(false).I16(0).Count(1).Text("PLAIN")))
            .Ask(secret).Answer(answer).Ask(Framed("n,,n=user,r=nonce"u8.ToArray())).Answer(Framed("r=nonceserver,s=c2FsdA==,i=4096"u8.ToArray()))
            .Ask(Request(Heartbeat, 1, 2, "c", HeartbeatRequest(1, "g"))).Answer(Response(2, HeartbeatResponse(1, 0)));
        List<KafkaRow> rows = [];
        using var run = KafkaRun.Start(rows);
        run.Feed(talk.Pieces);
        run.Flush();
        Assert.Equal(["SaslHandshake", "Heartbeat"], rows.Select(r => r.Command));
        Assert.DoesNotContain("swordfish", string.Concat(rows), StringComparison.Ordinal);
        Assert.Equal((0ul, 0ul, 0ul), (run.Stat("invalid", "kafka"), run.Stat("unpaired_responses", "kafka"), run.Stat("skipped_bytes", "kafka")));
    }

    [Fact]
    public void Secrets_of_authentication_and_of_settings_are_in_no_row()
    {
        var authenticate = new KafkaWriter(true).Blob("\0user\0swordfish"u8.ToArray()).End();
        var alter = new KafkaWriter(true);
        alter.Array([1], _ => alter.I8(4).Text("1").Array([1], _ => alter.Text("ssl.keystore.password").I8(0).Text("swordfish").End()).End()).I8(0).End();
        var talk = new Talk().Ask(Request(36, 2, 1, "c", authenticate)).Answer(Response(1, new KafkaWriter(true).I16(0).Text(null).Blob([1, 2, 3]).I64(0).End()))
            .Ask(Request(44, 1, 2, "c", alter)).Answer(Response(2, new KafkaWriter(true).I32(0).Array<int>([], _ => { }).End()));
        var rows = talk.Rows();
        Assert.Equal(["SaslAuthenticate", "IncrementalAlterConfigs"], rows.Select(r => r.Command));
        Assert.DoesNotContain("swordfish", string.Concat(rows), StringComparison.Ordinal);
    }

    private static Talk Talk(int api, int version, KafkaWriter request, KafkaWriter response) =>
        new Talk().Ask(Request(api, version, 7, "client", request)).Answer(Response(7, response));
}
