using System.Collections.Concurrent;

namespace Pipeline.Matrix.Tests.Observing;

/// <summary>One observation a kernel, made when a test first asks for it, and shared by all that ask.</summary>
internal static class Observations
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<Observation>>> ByKernel = new(StringComparer.Ordinal);

    internal static Task<Observation> OfAsync(string kernel) =>
        ByKernel.GetOrAdd(kernel, k => new Lazy<Task<Observation>>(() => Observer.ObserveAsync(k))).Value;
}
