using System.Text;
using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Protocols.Tests.Statements;

public sealed class StatementHeadTests
{
    [Theory]
    [InlineData("select 1", "SELECT", "")]
    [InlineData("select * from users", "SELECT", "users")]
    [InlineData("SELECT a FROM public.\"Users\" u JOIN b ON 1=1", "SELECT", "public.Users")]
    [InlineData(" ; -- a\n /* b /* c */ d */ ((SELECT x FROM t) UNION SELECT 2)", "SELECT", "t")]
    [InlineData("select extract(year from x), (select 1 from y) from z", "SELECT", "z")]
    [InlineData("select a is distinct from b from c", "SELECT", "c")]
    [InlineData("select * from generate_series(1, 2)", "SELECT", "")]
    [InlineData("select * from (select * from t) s", "SELECT", "")]
    [InlineData("with a as (select 1 from t) select * from a", "SELECT", "")]
    [InlineData("with a as materialized (select 1), b (x) as (select 2) insert into log (x) select * from a", "INSERT", "log")]
    [InlineData("explain (analyze, verbose) delete from only users where id = 1", "DELETE", "users")]
    [InlineData("explain analyze select * from t", "SELECT", "t")]
    [InlineData("insert into t(a) values (1)", "INSERT", "t")]
    [InlineData("update only t set a = 1", "UPDATE", "t")]
    [InlineData("TRUNCATE TABLE a.b", "TRUNCATE", "a.b")]
    [InlineData("create unlogged table if not exists t (a int)", "CREATE", "t")]
    [InlineData("create unique index concurrently i on t (a)", "CREATE", "t")]
    [InlineData("create role x", "CREATE", "")]
    [InlineData("drop table if exists a", "DROP", "a")]
    [InlineData("copy t (a, b) from stdin", "COPY", "t")]
    [InlineData("copy (select * from t) to stdout", "COPY", "")]
    [InlineData("begin", "BEGIN", "")]
    [InlineData("nonsense", "", "")]
    [InlineData("", "", "")]
    [InlineData("'", "", "")]
    [InlineData("select", "SELECT", "")]
    public void Head_of_postgresql_statements(string text, string operation, string collection) => Check(text, SqlRules.PostgreSql, operation, collection);

    [Theory]
    [InlineData("select * from `a b`.`c``d` where x", "SELECT", "a b.c`d")]
    [InlineData("# x\n-- y\nselect 'it\\'s from q' from t", "SELECT", "t")]
    [InlineData("/*!40101 SET NAMES utf8 */", "SET", "")]
    [InlineData("insert ignore into t values (1)", "INSERT", "t")]
    [InlineData("replace low_priority t set a = 1", "REPLACE", "t")]
    [InlineData("load data local infile 'x' into table t", "LOAD", "t")]
    [InlineData("describe t", "DESCRIBE", "")]
    [InlineData("delete a from t as a", "DELETE", "t")]
    public void Head_of_mysql_statements(string text, string operation, string collection) => Check(text, SqlRules.MySql, operation, collection);

    [Theory]
    [InlineData("// x\nSELECT a FROM ks.t WHERE b = $$x$$ ALLOW FILTERING", "SELECT", "ks.t")]
    [InlineData("BEGIN BATCH INSERT INTO t (a) VALUES (1) APPLY BATCH", "BEGIN", "")]
    [InlineData("CREATE CUSTOM INDEX i ON t (a)", "CREATE", "t")]
    public void Head_of_cql_statements(string text, string operation, string collection) => Check(text, SqlRules.Cql, operation, collection);

    [Theory]
    [InlineData("select * from use", "SELECT", "")]
    [InlineData("select * from users ", "SELECT", "users")]
    [InlineData("select * from a.", "SELECT", "")]
    [InlineData("sele", "", "")]
    public void What_may_go_on_behind_the_text_is_not_told(string text, string operation, string collection)
    {
        var head = StatementHead.Of(Encoding.UTF8.GetBytes(text), SqlRules.PostgreSql, isWhole: false);
        Assert.Equal((operation, collection), (Encoding.UTF8.GetString(head.Operation), Encoding.UTF8.GetString(head.Collection)));
    }

    private static void Check(string text, SqlRules rules, string operation, string collection)
    {
        var head = StatementHead.Of(Encoding.UTF8.GetBytes(text), rules);
        var name = new ByteList();
        StatementHead.AddName(name, head.Collection);
        Assert.Equal((operation, collection), (Encoding.UTF8.GetString(head.Operation), Encoding.UTF8.GetString(name.Bytes)));
    }
}
