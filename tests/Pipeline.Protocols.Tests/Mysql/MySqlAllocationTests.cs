using Pipeline.Protocols.Tests.Support;
using static Pipeline.Protocols.Tests.Mysql.My;

namespace Pipeline.Protocols.Tests.Mysql;

[Collection(Alone.Name)]
public sealed class MySqlAllocationTests
{
    [Fact]
    public void Rows_in_steady_state_cost_no_managed_memory() => Allocation.IsNone(
        Begun().Ask(Prepare("update t set a = ? where b = ?")).Answer(Prepared(5, 0, 2)),
        talk =>
        {
            for (var i = 0; i < 250; i++)
                talk.Ask(Query("select a, b from t where c = 5")).Answer(Result(["a", "b"], [["1", "2"]])).Ask(Execute(5, (3, Int(7)), (0xFD, Counted("x")))).Answer(Ok(affected: 1));
        },
        rows: 500);
}
