namespace Pipeline.Workloads.Paths;

/// <summary>Whether the name of a cgroup is that of a pod.</summary>
internal static class PodName
{
    private const string Pod = "pod";
    private const string PodInSlice = "-pod";
    private const string Slice = ".slice";

    // Of a static pod: the digits of a hash over its file.
    private const int HashLength = 32;

    /// <returns>Its uid, with dashes; null: of no pod.</returns>
    internal static string? Read(string name)
    {
        // What goes before a colon is the slice that the kubelet meant; see ContainerName.
        if (name.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon)
            name = name[..colon];
        if (name.EndsWith(Slice, StringComparison.Ordinal))
            return name.LastIndexOf(PodInSlice, StringComparison.Ordinal) is >= 0 and var at ? Uid(name[(at + PodInSlice.Length)..^Slice.Length]) : null;
        return name.StartsWith(Pod, StringComparison.Ordinal) ? Uid(name[Pod.Length..]) : null;
    }

    // A dash in a slice's name would be a level, so systemd's driver writes underscores.
    private static string? Uid(string text)
    {
        text = text.Replace('_', '-');
        return Guid.TryParseExact(text, "D", out _) || (text.Length == HashLength && Guid.TryParseExact(text, "N", out _)) ? text : null;
    }
}
