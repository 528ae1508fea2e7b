namespace Pipeline.Host.Cli.Doctor;

/// <summary>Where file systems of a type are mounted, as this process sees them.</summary>
internal static class Mounts
{
    public static IReadOnlyList<string> Of(string type) =>
        [.. File.ReadLines("/proc/self/mounts").Select(l => l.Split(' ')).Where(m => m.Length > 2 && m[2] == type).Select(m => m[1])];
}
