using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether this process may load and attach kernel programs.</summary>
internal sealed class CapabilityCheck : ICheck
{
    private const string Subject = "capabilities";

    public IEnumerable<Finding> Run()
    {
        var missing = KernelFeatures.MissingCapabilities();
        yield return missing.Count == 0
            ? new Finding(Health.Ok, Subject, $"{(Environment.IsPrivilegedProcess ? "root, with" : "has")} what loading and attaching need: CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN")
            : new Finding(
                Health.Failed,
                Subject,
                $"{string.Join(" and ", missing)} missing: kernel programs can be neither loaded nor attached",
                $"run as root, or: sudo setcap {string.Join(',', missing).ToLowerInvariant()}+ep {Environment.ProcessPath}");
    }
}
