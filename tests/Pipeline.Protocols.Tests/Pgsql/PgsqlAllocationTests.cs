using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Pgsql.Pg;

namespace Pipeline.Protocols.Tests.Pgsql;

[Collection(Alone.Name)]
public sealed class PgsqlAllocationTests
{
    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory() => Allocation.IsNone(
        Begun(),
        talk =>
        {
            for (var i = 0; i < 250; i++)
                talk.Ask(Query("select a, b from t where c = 5")).Answer(Columns("a", "b"), Row("1", "2"), Tag("SELECT 1"), Ready)
                    .Ask(Parse("", "update t set a = $1 where b = $2", 23), Bind("", "", "5", "x"), Describe('P'), Execute(), Sync).Answer(Parsed, Bound, NoData, Tag("UPDATE 1"), Ready);
        },
        rows: 500);
}
