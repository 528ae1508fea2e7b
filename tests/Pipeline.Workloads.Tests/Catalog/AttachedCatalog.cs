using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Workloads.Tests.Catalog.Machine;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>One catalog for many tests: detaching takes longer than most of them.</summary>
public sealed class AttachedCatalog : IDisposable
{
    internal ProcessCatalog? Catalog { get; } = Here.IsRoot ? ProcessCatalog.Start(Here.Environment, NullLogger.Instance) : null;

    public void Dispose() => Catalog?.Dispose();
}
