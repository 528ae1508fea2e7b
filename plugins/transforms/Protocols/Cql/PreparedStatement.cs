namespace Pipeline.Transforms.Protocols.Cql;

/// <summary>What preparing a statement told, as far as it was kept.</summary>
internal sealed class PreparedStatement
{
    /// <summary>The server and the id.</summary>
    public PreparedKey Key { get; init; }

    public required byte[] Text { get; init; }

    /// <summary>The keyspace that was in use; empty: none, or not known.</summary>
    public required byte[] Keyspace { get; init; }

    /// <summary>Columns of the variables, and of the result, as the answer described them; empty where it was not seen so far.</summary>
    public required byte[] Variables { get; init; }

    public required byte[] Results { get; init; }

    public int Memory => Text.Length + Keyspace.Length + Variables.Length + Results.Length + 200;
}
