namespace Pipeline.Kernel.Tests.Running;

/// <summary>How long a test waits before it says that something hangs: long enough for a starved machine, and no measure of speed.</summary>
internal static class Patience
{
    internal static TimeSpan ForAnything { get; } = TimeSpan.FromMinutes(5);

    /// <summary>For what takes a minute of a CPU on a quiet machine.</summary>
    internal static TimeSpan ForCompilers { get; } = TimeSpan.FromMinutes(10);
}
