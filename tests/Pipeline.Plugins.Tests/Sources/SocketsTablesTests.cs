using Pipeline.Sources.Replay.Connections;
using Pipeline.Sources.Sockets;
using Xunit;

namespace Pipeline.Plugins.Tests.Sources;

/// <summary>What the kernel tells of connections and what packets tell of them fit the same consumers.</summary>
public sealed class SocketsTablesTests
{
    [Fact]
    public void Rows_of_sockets_and_of_replay_have_the_same_columns()
    {
        using var source = new SocketsSource(new SocketsOptions(), new SocketsContext());

        AssertSame(ConnectionTables.Data, source.Tables.Single(t => t.Name == "conn_data"));
        AssertSame(ConnectionTables.Events, source.Tables.Single(t => t.Name == "conn_events"));
    }

    private static void AssertSame(TableSchema replayed, TableSchema seen)
    {
        Assert.Equal(replayed.Kind, seen.Kind);
        Assert.Equal(Columns(replayed), Columns(seen));
    }

    private static IEnumerable<string> Columns(TableSchema table) =>
        table.Columns.Select(c => $"{c.Name} {c.Type} {c.Type.Width} {c.Unit} [{string.Join(' ', c.Type.Names.Select(n => $"{n.Name}={n.Value}"))}]");
}
