using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Amqp;

public sealed class AmqpPropertyTests
{
    private const int Seed = 20301;

    private static readonly Conversations Amqp = new("amqp", r => RandomAmqp.Make(r), RandomAmqp.KeyOf, "resp_class_id=0", "resp_method_id=0", "resp_msg", "resp_method", "error")
    {
        IsStray = r => r["resp_method"] == "basic.ack" && r["req_method"].Length == 0,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(4000)]
    public void Any_split_of_the_streams_gives_the_same_rows(int most) => Amqp.AreTheSameInAnyPieces(Seed + most, 30, most);

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones()
    {
        var (made, possible) = Amqp.LoseRowsAndMakeNoWrongOnes(Seed, 500);
        Assert.True(made > possible / 4, $"{made} of {possible}");
    }

    [Fact]
    public void Message_of_megabytes_is_one_row_whatever_lies_between_its_frames()
    {
        var body = new string('b', 5 << 20);
        var row = Assert.Single(AmqpBytes.Opened().Channel().Ask(AmqpBytes.Method(1, 60, 40, "\0\0\0" + AmqpBytes.Short("big") + "\0") + AmqpBytes.Content(1, body, frame: 131_000)).Rows().Skip(4));
        Assert.Equal(("big", $"{body.Length}", 512), (row["destination"], row["body_size"], row["body"].Length));
    }
}
