using Pipeline.Bpf;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>By which mechanisms programs can attach. One that is missing is no failure as such: programs name alternatives.</summary>
internal sealed class MechanismCheck : ICheck
{
    public IEnumerable<Finding> Run() =>
        KernelFeatures.ProbeMechanisms().Select(m => m.Works switch
        {
            true => new Finding(Health.Ok, m.Mechanism, "attaches"),
            false => new Finding(Health.Limited, m.Mechanism, m.Detail),
            null => new Finding(Health.Unknown, m.Mechanism, m.Detail),
        });
}
