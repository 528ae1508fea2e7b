namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether kernel programs run as machine code.</summary>
internal sealed class JitCheck : ICheck
{
    private const string Subject = "BPF JIT";
    private const string Setting = "/proc/sys/net/core/bpf_jit_enable";

    public IEnumerable<Finding> Run()
    {
        yield return Look();
    }

    private static Finding Look()
    {
        try
        {
            return File.ReadAllText(Setting).Trim() == "0"
                ? new Finding(Health.Limited, Subject, "off: programs are interpreted, which costs several times as much an event", "sysctl net.core.bpf_jit_enable=1")
                : new Finding(Health.Ok, Subject, "on");
        }
        catch (FileNotFoundException)
        {
            return new Finding(Health.Ok, Subject, "always on in this kernel");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Health.Unknown, Subject, $"cannot be read: {e.Message}", "to know, run as root");
        }
    }
}
