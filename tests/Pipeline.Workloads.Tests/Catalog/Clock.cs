namespace Pipeline.Workloads.Tests.Catalog;

internal static class Clock
{
    /// <summary>Nanoseconds since boot, the clock of rows.</summary>
    internal static long Now() => Pipeline.Bpf.Rings.BootClock.Now();
}
