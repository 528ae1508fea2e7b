using System.Globalization;

namespace Pipeline.Host.Configuration;

/// <summary>What a host in a container knows of the machine outside: where its root folder is mounted, its name, and which of its processes this one is.</summary>
internal static class MachineView
{
    /// <summary>The environment variable that says where the machine's root folder is, where the configuration does not.</summary>
    public const string Variable = "PIPELINE_HOST_ROOT";

    // The kernel gives the first pid namespace this number, and the others larger ones.
    private const string FirstPidNamespace = "pid:[4026531836]";

    /// <summary>The surroundings as seen from a root folder.</summary>
    /// <param name="environment">As this process alone sees them.</param>
    /// <param name="root">Where the machine's root folder is; null: where the environment variable says, else <c>/</c>.</param>
    public static HostEnvironment From(HostEnvironment environment, string? root)
    {
        root ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } variable ? variable : MachinePath.Root;
        environment = environment with { HostRoot = root };
        return environment with
        {
            HostName = root == MachinePath.Root ? environment.HostName : NameIn(environment.OnHost("/etc/hostname")) ?? environment.HostName,
            ProcessId = NumberIn(root) ?? (LinkAt("/proc/self/ns/pid") == FirstPidNamespace ? Environment.ProcessId : 0),
        };
    }

    /// <summary>What is wrong with a root folder; null when nothing is.</summary>
    public static string? ProblemWith(string root) =>
        !root.StartsWith('/') ? $"a root folder is an absolute path (got '{root}', expected one like '/host')"
        : root != MachinePath.Root && NumberIn(root) is null ? $"the machine's /proc is not below {root}: mount its root folder there with all that is mounted in it (docker run --pid host -v /:{root}:ro)"
        : null;

    // /proc/self is the number of who asks, in the pid namespace of who mounted it.
    private static int? NumberIn(string root) =>
        root != MachinePath.Root && int.TryParse(LinkAt($"{root.TrimEnd('/')}/proc/self"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? LinkAt(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // Not there, or not for us: nothing is known.
            return null;
        }
    }

    private static string? NameIn(string file)
    {
        try
        {
            return File.ReadLines(file).Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0 && line[0] != '#');
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A machine need not have one; the name of the uts namespace is the next best.
            return null;
        }
    }
}
