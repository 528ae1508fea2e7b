using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the library is there through which programs are loaded.</summary>
internal sealed class LibbpfCheck : ICheck
{
    private const string Subject = "libbpf";

    public IEnumerable<Finding> Run() =>
        [KernelFeatures.LibbpfVersion is { } version ? new(Health.Ok, Subject, version) : new(Health.Failed, Subject, "libbpf.so.1 is not installed", "apt-get install libbpf1")];
}
