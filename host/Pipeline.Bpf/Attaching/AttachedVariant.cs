using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Attaching;

/// <summary>A loaded object with its links.</summary>
internal sealed class AttachedVariant(OpenObject opened, IReadOnlyList<ProgramSpec> programs, Dictionary<ProgramSpec, LinkHandle> links) : IDisposable
{
    internal OpenObject Object { get; } = opened;

    internal IReadOnlyList<ProgramSpec> Programs { get; } = programs;

    /// <summary>No program starts after this; maps and rings stay readable.</summary>
    internal void Detach()
    {
        // Backwards: an object's first programs see beginnings, and what ended after they had gone would look as if its beginning were lost.
        for (var i = Programs.Count - 1; i >= 0; i--)
            if (links.Remove(Programs[i], out var link))
                link.Dispose();
    }

    /// <summary>The link of an attached program of that name.</summary>
    internal LinkHandle Link(string program) =>
        links.FirstOrDefault(l => l.Key.Name == program).Value ?? throw new BpfException($"find program '{program}'", "it is not attached");

    public void Dispose()
    {
        Detach();
        Object.Dispose();
    }
}
