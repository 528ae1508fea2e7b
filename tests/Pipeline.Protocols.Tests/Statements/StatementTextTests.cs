using System.Text;
using Pipeline.Transforms.Protocols.Statements;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Protocols.Tests.Statements;

/// <summary>In each statement what is a secret has an S in it, and nothing else has.</summary>
public sealed class StatementTextTests
{
    private const string R = "'[redacted]'";

    public static TheoryData<string> PostgreSql { get; } =
    [
        "create user a with password 'S' valid until 'tomorrow'",
        "alter role a encrypted password E'\\'S'",
        "update users set password = 'S', name = 'x' where token='S' and b = 'y'",
        "select 1 from u where lower(password) = 'S' or name in ('a', 'b')",
        "select 1 from u where api_key in ('S', 'S') and name in ('a', 'b')",
        "select pgp_sym_encrypt('S', 'S', 'S'), 'a'",
        "update u set pw = crypt('S', gen_salt('S')), b = 'c'",
        "insert into users (name, password, age) values ('a', 'S', 3), ('b', $$S$$, 4) on conflict do nothing",
        "insert into users (name, \"secret\") select 'a', 'S' from t",
        "insert into tokens values ('S', 'S')",
        "create subscription s connection 'host=h password=S' publication p",
        "create user mapping for x server y options (user 'bob', password 'S')",
        "select dblink_connect('postgres://a:S@h/db'), 'http://a/b', 'x=y'",
        "insert into j (d) values ('{\"password\": \"S\"}'), ('{\"a\": 1}')",
        "set my.token to 'S'",
        "select 'it''s' from t where password = 'S'''",
        "select 'a\\' , password = 'S', 'b'",
        "update u set password_hash = $tag$ S $$ S $tag$, b = 'c'",
        "select t.secret -> 'S' from t",
        "alter user a password 'S",
        "select 1 where password = $$S",
        "insert into u (password) values (E'S",
    ];

    public static TheoryData<string> MySql { get; } =
    [
        "create user 'bob'@'localhost' identified by 'S', 'eve'@'%' identified with p as \"S\" require subject 'x'",
        "grant all on *.* to 'bob'@'h' identified by password 'S' with grant option",
        "set password for 'bob'@'h' = password('S')",
        "set password = 'S'",
        "set password for bob = 'S'",
        "alter user a identified via ed25519 using password('S') or mysql_native_password using 'S'",
        "alter user a identified by 'S' replace 'S'",
        "change master to master_user='repl', master_password='S'",
        "/*!50003 create user a identified by 'S' */",
        "insert into t set password='S', `a`='b'",
        "insert into t (a, `password`) values ('x', \"S\") on duplicate key update a = 'y'",
        "select aes_encrypt('S', 'S'), 'it\\'s' from t where password like 'S'",
        "update t set password = 'S\\' S' where a = 'b'",
        "create server s foreign data wrapper mysql options (user 'a', password 'S')",
        "select * from t where secret = 0x5355 and x = 0x41",
    ];

    public static TheoryData<string> Cql { get; } =
    [
        "create role a with password = 'S' and login = true",
        "create user a with password 'S' nosuperuser",
        "insert into t json '{\"token\": \"S\"}'",
        "update t set m = {'password': 'S', 'a': 'b'} where k = 'c'",
        "alter role a with hashed password = 'S'",
        "insert into t (a, secret) values ('x', $$S$$) using ttl 5",
    ];

    [Theory]
    [MemberData(nameof(PostgreSql))]
    public void Secrets_of_postgresql_are_redacted(string text) => Check(text, SqlRules.PostgreSql);

    [Theory]
    [MemberData(nameof(MySql))]
    public void Secrets_of_mysql_are_redacted(string text) => Check(text, SqlRules.MySql);

    [Theory]
    [MemberData(nameof(Cql))]
    public void Secrets_of_cql_are_redacted(string text) => Check(text, SqlRules.Cql);

    [Theory]
    [InlineData("SELECT 'a', \"b\" /* c */ FROM t -- d\nWHERE e = $1 AND f = 'g' LIMIT 5")]
    [InlineData("select tokens.id from tokens where tokens.id = 'a'")]
    [InlineData("select 'http://a:80/b@c', 'a=b', '12:30:00'")]
    public void Without_secrets_a_statement_stays_as_it_is(string text) => Assert.Equal(text, Written(text, SqlRules.PostgreSql));

    [Fact]
    public void Any_bytes_are_written_and_end()
    {
        var random = new Random(6);
        var list = new ByteList();
        string[] words = ["'", "\"", "`", "$", "$a$", "$1", "/*", "*/", "--", "#", "//", "\n", "\\", "(", ")", ",", ";", "insert into t", "values", "password", "=", "e'", "u&\"", "with", "select", "from", "?", "\0", "é", "1", ".", "/*!"];
        for (var round = 0; round < 100_000; round++)
        {
            var text = Encoding.Latin1.GetBytes(string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(20)).Select(_ => words[random.Next(words.Length)])));
            foreach (var rules in (SqlRules[])[SqlRules.PostgreSql, SqlRules.MySql, SqlRules.Cql])
            {
                list.Clear();
                StatementText.Add(list, text, rules, 64);
                Assert.True(list.Length <= 64);
                StatementText.Parameters(text, rules);
                StatementHead.AddName(list, StatementHead.Of(text, rules, round % 2 == 0).Collection);
            }
        }
    }

    [Fact]
    public void A_value_in_place_of_its_parameter_is_redacted_too()
    {
        var (seen, secret) = StatementText.Parameters("update u set password = $2, a = $1 where b = $64 and c = $65"u8, SqlRules.PostgreSql);
        Assert.Equal((0x8000000000000003, 2ul), (seen, secret));
        (seen, secret) = StatementText.Parameters("insert into u (a, token) values (?, ?)"u8, SqlRules.MySql);
        Assert.Equal((3ul, 2ul), (seen, secret));
        var list = new ByteList();
        StatementText.Add(list, "insert into u (a, token) values (?, ?)"u8, SqlRules.MySql, 100, true, new Letters());
        Assert.Equal("insert into u (a, token) values ('A', '[redacted]')", Encoding.UTF8.GetString(list.Bytes));
    }

    private static void Check(string text, SqlRules rules)
    {
        var written = Written(text, rules);
        Assert.Contains(R, written);
        Assert.DoesNotContain("S", written.Replace(R, "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var harmless in "'a' 'b' 'c' 'x' 'y' 'bob' 'eve' 'repl' 'it''s' 'it\\'s'".Split(' '))
            Assert.Equal(text.Split(harmless).Length, written.Split(harmless).Length);
        Assert.DoesNotContain("0x53", written, StringComparison.Ordinal);
        // Wherever it is cut.
        for (var length = 0; length < text.Length; length++)
            Assert.DoesNotContain("S", Written(text[..length], rules), StringComparison.Ordinal);
        for (var most = 0; most < text.Length; most++)
            Assert.True(Written(text, rules, most).Length <= most);
    }

    private static string Written(string text, SqlRules rules, int most = 1000)
    {
        var list = new ByteList();
        StatementText.Add(list, Encoding.UTF8.GetBytes(text), rules, most);
        return Encoding.UTF8.GetString(list.Bytes);
    }

    private readonly struct Letters : IStatementValues
    {
        public bool TryAdd(int index, ByteList list, int most)
        {
            list.Add(Encoding.UTF8.GetBytes($"'{(char)('A' + index)}'"));
            return true;
        }
    }
}
