namespace Pipeline.Transforms.Red.Inputs;

/// <summary>What a table tells of calls of databases.</summary>
internal sealed class DatabaseCells(TableSchema table)
{
    public Cell System { get; } = Cell.OfAttribute(table, "db.system.name");

    public Cell Operation { get; } = Cell.OfAttribute(table, "db.operation.name");

    public Cell Collection { get; } = Cell.OfAttribute(table, "db.collection.name");

    public Cell Namespace { get; } = Cell.OfAttribute(table, "db.namespace");

    public Cell Status { get; } = Cell.OfAttribute(table, "db.response.status_code");
}
