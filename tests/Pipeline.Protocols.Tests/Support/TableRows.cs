using Pipeline.Transforms.Protocols;

namespace Pipeline.Protocols.Tests.Support;

/// <summary>Rows of tables that have no test type of their own.</summary>
internal static class TableRows
{
    /// <summary>A run whose rows are collected.</summary>
    public static ProtocolRun Run(out List<TableRow> rows, ProtocolsOptions? options = null)
    {
        var collected = rows = [];
        return new ProtocolRun(options) { OnRow = (batch, row) => collected.Add(TableRow.Of(batch, row)) };
    }

    /// <summary>The rows of a whole talk, closed at its end.</summary>
    public static List<TableRow> TableRowsOf(this Talk talk, ProtocolsOptions? options = null)
    {
        using var run = Run(out var rows, options);
        run.Feed(talk.Pieces);
        run.Close(talk);
        run.Flush();
        return rows;
    }
}
