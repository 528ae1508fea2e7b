using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mqtt;

public sealed class MqttPropertyTests
{
    private const int Seed = 20321;

    private static readonly Conversations Mqtt = new("mqtt", r => RandomMqtt.Make(r), RandomMqtt.KeyOf, "resp_cmd", "reason_code=0", "error")
    {
        // Where CONNECT was lost it is not known where the message begins.
        IsStray = r => r["version"] == "0",
    };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(4000)]
    public void Any_split_of_the_streams_gives_the_same_rows(int most) => Mqtt.AreTheSameInAnyPieces(Seed + most, 40, most);

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones()
    {
        var (made, possible) = Mqtt.LoseRowsAndMakeNoWrongOnes(Seed, 500);
        Assert.True(made > possible / 3, $"{made} of {possible}");
    }

    [Fact]
    public void Message_of_megabytes_is_one_row()
    {
        var row = MqttBytes.Opened().Ask(MqttBytes.Publish("big", new string('b', 20 << 20))).Rows()[^1];
        Assert.Equal(("big", $"{20 << 20}", 512), (row["topic"], row["payload_size"], row["payload"].Length));
    }
}
