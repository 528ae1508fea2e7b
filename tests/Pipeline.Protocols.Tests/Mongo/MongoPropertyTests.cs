using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mongo;

public sealed class MongoPropertyTests
{
    private const int Seed = 20271;

    [Fact]
    public void Any_split_of_the_streams_gives_the_same_rows() => StreamChecks.Splits("mongo", Seed, (random, expected) => RandomMongo.Make(random, expected), RandomMongo.Tell);

    [Fact]
    public void Lost_pieces_cost_rows_and_never_make_wrong_ones() =>
        StreamChecks.Losses("mongo", Seed, (random, expected) => RandomMongo.Make(random, expected), 40, "latency_ns");

    [Fact]
    public void Split_or_cut_at_every_byte_rows_are_the_same()
    {
        var talk = RandomMongo.Make(new Random(Seed), [], 5);
        StreamChecks.EverySplit(talk);
        StreamChecks.EveryCut(talk);
    }
}
