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
        links.ForEach(l => l.Dispose());
        links.Clear();
    }

    public void Dispose()
    {
        Detach();
        Object.Dispose();
    }
}
