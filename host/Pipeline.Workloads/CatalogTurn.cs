namespace Pipeline.Workloads;

/// <summary>The time during which a thread has the catalog for itself.</summary>
public readonly ref struct CatalogTurn
{
    private readonly Lock _turns;

    internal CatalogTurn(Lock turns, ProcessCatalog catalog)
    {
        turns.Enter();
        (_turns, Catalog) = (turns, catalog);
    }

    /// <summary>The catalog. Numbers of processes and cgroups that were found are given to no others before the turn's end.</summary>
    public ProcessCatalog Catalog { get; }

    /// <summary>Ends the turn.</summary>
    public void Dispose() => _turns.Exit();
}
