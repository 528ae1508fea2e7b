using Pipeline.Protocols.Tests.Queues;
using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Nats;

public sealed class NatsPropertyTests
{
    private const int Seed = 20311;

    // What was lost of the headers is not told, and not counted.
    private static readonly Conversations Nats = new("nats", r => RandomNats.Make(r), RandomNats.KeyOf, "resp", "error");

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(4000)]
    public void Any_split_of_the_streams_gives_the_same_rows(int most) => Nats.AreTheSameInAnyPieces(Seed + most, 40, most);

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones()
    {
        var (made, possible) = Nats.LoseRowsAndMakeNoWrongOnes(Seed, 500);
        Assert.True(made > possible / 3, $"{made} of {possible}");
    }

    [Fact]
    public void Message_of_megabytes_is_one_row()
    {
        var row = NatsTests.Opened().Ask($"PUB big {5 << 20}\r\n{new string('b', 5 << 20)}\r\n").Rows()[^1];
        Assert.Equal(("big", $"{5 << 20}", 512), (row["subject"], row["payload_size"], row["payload"].Length));
    }
}
