using Pipeline.Transforms.Protocols.Kafka;
using static Pipeline.Protocols.Tests.Kafka.KafkaBytes;
using static Pipeline.Protocols.Tests.Kafka.KafkaMessages;

namespace Pipeline.Protocols.Tests.Kafka;

public sealed class KafkaInferenceTests
{
    private readonly MessageLook _look = new(new TopicNames());

    [Fact]
    public void First_request_is_known_from_its_header_on_and_a_prefix_waits()
    {
        var whole = Request(Metadata, 12, 5, "consumer-1", MetadataRequest(12, ["orders"]));
        for (var length = 1; length <= whole.Length; length++)
        {
            var guess = _look.Judge(whole.AsSpan()[..length]);
            Assert.True(length < 14 + "consumer-1".Length ? guess.IsPrefix : guess.Confidence >= Guess.Enough && guess.Side == Side.Request, $"{length} bytes: {guess}");
        }

        Assert.Equal(95, _look.Judge(whole).Confidence);
    }

    [Fact]
    public void Every_kind_of_client_is_known()
    {
        Part[] parts = [new("t", 0, Batch(3, new byte[40]))];
        foreach (var first in (byte[][])[
            Request(ApiVersions, 0, 1, "rdkafka", new KafkaWriter(false).I32(0)), Request(ApiVersions, 3, 0, "a", ApiVersionsRequest(3)), Request(ApiVersions, 2, 1, "p", ApiVersionsRequest(2)),
            Request(Metadata, 0, 1, "sarama", MetadataRequest(0, [])), Request(Produce, 0, 1, "kafka-python", ProduceRequest(0, 1, parts)), Request(Fetch, 17, 9, "broker-1", FetchRequest(17, parts)),
            Request(Heartbeat, 4, 77, null, HeartbeatRequest(4, "group")), Request(52, 0, 1, "raft-client-1", new KafkaWriter(true).Text(null).Count(0).End())])
            Assert.True(_look.Judge(first).Confidence >= Guess.Enough, Convert.ToHexString(first));
    }

    [Fact]
    public void Request_of_nobody_is_known_once_its_fields_have_fitted_for_a_while()
    {
        Part[] parts = [.. Enumerable.Range(0, 20).Select(i => new Part($"topic-{i}", i, []))];
        var whole = Request(Fetch, 4, 9, null, FetchRequest(4, parts));
        for (var length = 1; length <= whole.Length; length++)
        {
            var guess = _look.Judge(whole.AsSpan()[..length]);
            Assert.True(length < 64 ? guess.IsPrefix : guess.Confidence >= Guess.Enough && guess.Side == Side.Request, $"{length} bytes: {guess}");
        }
    }

    [Theory]
    // Short beginnings of messages of chance: nobody is named, and a few fields fit.
    [InlineData("034700170054000002030000000000030001")]
    [InlineData("0002070000010000005900FA000063030603")]
    [InlineData("0000060000050007000500000000000905030000")]
    [InlineData("00000010000400000005040000000001")]
    // A long one that goes on fitting.
    [InlineData("00BBB0000001000000030000000048000000000000070000E9000002000103B17500000000070000000004000000060000D1F3000000000005DA000007000500AA0000")]
    // A start of PostgreSQL, its cancel and SSL requests; ZooKeeper's connect; Thrift framed; AMQP; MySQL; a length and zeros; SMB over TCP; BGP-like; DNS over TCP.
    [InlineData("0000002900030000757365720070696c6f7400646174616261736500706970656c696e650000")]
    [InlineData("00000010" + "04d2162e" + "0000123400005678")]
    [InlineData("0000000804d2162f")]
    [InlineData("0000002d0000000000000000000000000000753000000000000000000000001000000000000000000000000000000000" + "00")]
    [InlineData("00000011800100010000000470696e670000000000")]
    [InlineData("0100000000000a000a000000090000000000000000ce")]
    [InlineData("4a0000000a382e302e33360008000000")]
    [InlineData("00000014000000000000000000000000000000000000000000")]
    [InlineData("0000001400000000000000010000000000000000000000000000")]
    [InlineData("00000054ff534d4272000000001801280000000000000000")]
    [InlineData("0000002a4400000100010000000a6d75782d6672616d65720000000400010000000000")]
    [InlineData("000000080041000000000000000000000000000000000000")]
    // A flow that a switch of OpenFlow 1.3 has removed, with a cookie in the place of a client's name.
    [InlineData("040b0040" + "00000000" + "000000000001e9a7" + "80000100" + "00010000" + "00001770")]
    public void What_begins_with_a_length_too_is_none(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        for (var length = 14; length <= bytes.Length; length++)
            Assert.True(_look.Judge(bytes.AsSpan()[..length]).Confidence < Guess.Enough, $"{length} bytes");
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(2, true)]
    [InlineData(0x4000, false)]
    [InlineData(-2, false)]
    public void Producer_who_waits_for_more_replicas_than_there_are_is_none(short acks, bool isOne)
    {
        var request = Request(Produce, 0, 1, "Z", ProduceRequest(0, acks, [new("t", 0, Batch(3, new byte[40]))]));
        Assert.Equal(isOne, _look.Judge(request).Confidence >= Guess.Enough);
    }

    [Fact]
    public void Bytes_of_chance_are_none()
    {
        var random = new Random(20264);
        var bytes = new byte[64];
        var taken = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            random.NextBytes(bytes);
            // The length and the kind fit already.
            (bytes[0], bytes[1], bytes[2], bytes[4], bytes[6]) = (0, 0, 0, 0, 0);
            taken += _look.Judge(bytes).Confidence >= Guess.Enough ? 1 : 0;
        }

        Assert.True(taken < 20, $"{taken} of a million");
    }
}
