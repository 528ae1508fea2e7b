using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>A loaded object with its links.</summary>
internal sealed class AttachedVariant(OpenObject opened, IReadOnlyList<ProgramSpec> programs, List<LinkHandle> links) : IDisposable
{
    internal OpenObject Object { get; } = opened;

    internal IReadOnlyList<ProgramSpec> Programs { get; } = programs;

    /// <summary>No program starts after this; maps and rings stay readable.</summary>
    internal void Detach()
    {
        // Backwards: an object's first programs see beginnings, and what ended after they had gone would look as if its beginning were lost.
        for (var i = links.Count - 1; i >= 0; i--)
            links[i].Dispose();
        links.Clear();
    }

    public void Dispose()
    {
        Detach();
        Object.Dispose();
    }
}
