using System.Globalization;

namespace Pipeline.Bpf.Attaching;

/// <summary>Where classic tracepoints are looked up. Unlike a typed one's, their absence shows no earlier than at the attach.</summary>
internal static class Tracepoints
{
    private static readonly string[] Places = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];

    /// <summary>Why a program in section <c>tp/CATEGORY/NAME</c> cannot find its hook; null if it can, or if the section does not name one.</summary>
    internal static string? Problem(string section) =>
        section.Split('/') is [_, var category, var name] && Find(category, name, out var problem) is null ? problem : null;

    /// <summary>A tracepoint's number; null, and why, if it cannot be found.</summary>
    internal static ulong? Find(string category, string name, out string problem)
    {
        problem = "";
        try
        {
            if (Places.FirstOrDefault(p => Directory.Exists($"{p}/events")) is { } place)
                return ulong.Parse(File.ReadAllText($"{place}/events/{category}/{name}/id"), CultureInfo.InvariantCulture);
            problem = IsMounted() ? Closed : "tracefs is not mounted; run 'mount -t tracefs tracefs /sys/kernel/tracing'";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = "this kernel has no such hook";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = Closed;
        }

        return null;
    }

    private static string Closed => Confidentiality.IsOn ? "tracefs is closed by lockdown=confidentiality" : "this user cannot read tracefs; run as root";

    private static bool IsMounted()
    {
        var mounts = File.ReadLines("/proc/self/mounts").Select(l => l.Split(' ')).ToArray();
        // Of several mounts at one place the last is on top.
        return Places.Any(p => Directory.Exists(p) && mounts.LastOrDefault(m => m.Length > 2 && m[1] == p)?[2] == "tracefs");
    }
}
