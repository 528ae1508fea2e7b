using System.Text;

namespace Pipeline.Transforms.Red.Inputs;

/// <summary>The column that tells which side of a call a row is, under the names that sinks look for it too.</summary>
internal sealed class RoleCell(TableSchema table)
{
    private readonly Cell _cell = Cell.OfName(table, "span_kind", "trace_role", "role");

    /// <summary>A row's side. Where nobody says, it is the one that the conventions measure: the server of HTTP and RPC, else the client.</summary>
    public Side Read(RecordBatch batch, int row, CallKind kind)
    {
        var word = _cell.Text(batch, row);
        if (Ascii.EqualsIgnoreCase(word, "server"u8))
            return Side.Server;
        if (Ascii.EqualsIgnoreCase(word, "client"u8) || Ascii.EqualsIgnoreCase(word, "producer"u8) || Ascii.EqualsIgnoreCase(word, "consumer"u8))
            return Side.Client;
        return kind is CallKind.Http or CallKind.Rpc ? Side.Server : Side.Client;
    }
}
