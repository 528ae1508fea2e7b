using System.Globalization;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the host may open as many files as a large configuration needs: each map, program and attachment is one, and so is each connection.</summary>
internal sealed class DescriptorCheck : ICheck
{
    private const string Subject = "RLIMIT_NOFILE";

    // Twenty programs of five hooks and ten maps each, and some hundred connections.
    private const int Comfortable = 1024;

    public IEnumerable<Finding> Run()
    {
        // .NET raises the soft limit to the hard one at its start.
        var limit = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[3];
        yield return long.TryParse(limit, CultureInfo.InvariantCulture, out var files) && files < Comfortable
            ? new Finding(Health.Limited, Subject, $"{limit} files, which many programs and connections may use up", "ulimit -n 65536, or LimitNOFILE=65536 in the unit")
            : new Finding(Health.Ok, Subject, $"{limit} files");
    }
}
