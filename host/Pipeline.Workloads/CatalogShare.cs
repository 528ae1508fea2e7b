using Microsoft.Extensions.Logging;

namespace Pipeline.Workloads;

/// <summary>
/// A component's share in the one catalog of its host, which the first share begins and the last one ends: however many ask who had a number, the machine pays once for being told.
/// Any thread.
/// </summary>
public sealed class CatalogShare : IDisposable
{
    private readonly HostCatalog _host;

    internal CatalogShare(HostCatalog host, ProcessCatalog catalog) => (_host, Catalog) = (host, catalog);

    /// <summary>What the catalog holds and lacks, whoever asks.</summary>
    public CatalogFigures Figures => Catalog.Figures;

    internal ProcessCatalog Catalog { get; }

    /// <summary>What others told of the programs before it fell to this one to tell.</summary>
    internal IReadOnlyList<ProgramStatus> ToldBefore { get; set; } = [];

    /// <summary>A share in the catalog of the components that have the same environment. The first one waits until it has begun, as <see cref="ProcessCatalog.Start(HostEnvironment, ILogger)"/> does.</summary>
    /// <param name="environment">The host's, the same object for all its components.</param>
    /// <param name="log">Whom the catalog tells if this begins it.</param>
    public static CatalogShare Open(HostEnvironment environment, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(log);
        return HostCatalog.Of(environment).Join(environment, log);
    }

    /// <summary>The catalog, for the caller alone until the turn is disposed of: to be taken once a batch, since what was found holds within the turn. Not to be nested.</summary>
    public CatalogTurn Take() => new(_host.Turns, Catalog);

    /// <summary>
    /// State, run time and run count of each program, told by one share at a time, so that each run is told once: the oldest one. Where that has ended, the next tells what came since.
    /// </summary>
    public IReadOnlyList<ProgramStatus> ReadPrograms() => _host.ReadPrograms(this);

    /// <summary>Gives the share back; the last one detaches the programs.</summary>
    public void Dispose() => _host.Leave(this);
}
