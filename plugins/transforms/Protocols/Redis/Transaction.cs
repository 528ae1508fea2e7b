namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>What commands between MULTI and EXEC will have done once EXEC is answered.</summary>
internal struct Transaction
{
    /// <summary>The database that EXEC selects; negative: it stays.</summary>
    public long Database { get; private set; }

    /// <summary>Whether EXEC's reply will have secrets in it.</summary>
    public bool HasSecret { get; private set; }

    public void Begin() => (Database, HasSecret) = (-1, false);

    public void Select(long database) => Database = database;

    public void Hide() => HasSecret = true;
}
