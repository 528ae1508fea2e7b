using Pipeline.Protocols.Tests.Support;

namespace Pipeline.Protocols.Tests.Mongo;

[Collection(Alone.Name)]
public sealed class MongoAllocationTests
{
    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory()
    {
        var answer = Bson.Document(("cursor", Bson.Document(("firstBatch", new object[] { Bson.Document(("_id", 1), ("x", 1.5), ("text", "some text")) }), ("id", 0L))), ("ok", 1.0));
        Allocation.IsNone(new Talk(), talk =>
        {
            for (var i = 0; i < 500; i++)
                talk.Do(i + 1, Bson.Document(("find", "c"), ("filter", Bson.Document(("a", i))), ("$db", "d")), answer);
        }, rows: 500);
    }
}
