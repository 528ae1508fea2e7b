using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Workloads.Kernel;
using Pipeline.Workloads.Tests.Catalog.Machine;

namespace Pipeline.Workloads.Tests.Catalog;

/// <summary>One catalog for many tests: detaching takes longer than most of them. Its ring has room for all that a busy machine does while a test stands still.</summary>
public sealed class AttachedCatalog : IDisposable
{
    internal ProcessCatalog? Catalog { get; } = Here.IsRoot
        ? ProcessCatalog.Start(Here.Environment, KernelEvents.Settings(Here.Environment) with { RingBytes = 64 << 20 }, NullLogger.Instance)
        : null;

    public void Dispose() => Catalog?.Dispose();
}
