namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What a result is.</summary>
internal enum ResultKind
{
    Void = 1,
    Rows,
    SetKeyspace,
    Prepared,
    SchemaChange,
}
