namespace Pipeline.Transforms.Red.Inputs;

/// <summary>What a table tells of remote procedure calls.</summary>
internal sealed class RpcCells(TableSchema table)
{
    public Cell System { get; } = Cell.OfAttribute(table, "rpc.system.name");

    public Cell Method { get; } = Cell.OfAttribute(table, "rpc.method");

    public Cell Status { get; } = Cell.OfAttribute(table, "rpc.response.status_code");

    public bool Exist => System.Exists || Method.Exists;

    /// <summary>Whether a row is a call; one of a table of HTTP requests is then told as that and not as a request.</summary>
    public bool IsCall(RecordBatch batch, int row) => Exist && !(System.Exists ? System : Method).Text(batch, row).IsEmpty;
}
