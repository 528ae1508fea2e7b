using Pipeline.Bpf;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether this kernel takes the programs of a configuration's components.</summary>
internal sealed class ProgramCheck(PipelinePlan plan) : ICheck
{
    public IEnumerable<Finding> Run() => plan.Components.Where(c => c.First is IKernelPrograms).SelectMany(c => Look(c.Name, (IKernelPrograms)c.First));

    private static IEnumerable<Finding> Look(string name, IKernelPrograms kernel)
    {
        IReadOnlyList<ProgramStatus> programs;
        try
        {
            programs = kernel.Verify();
        }
        catch (BpfException e)
        {
            return [new Finding(Health.Failed, name, e.Message, e.Hint)];
        }

        // While one variant is whole, what is wrong with others is no more than a limit.
        var chosen = Variants.FirstWhole(programs);
        var refused = chosen is null && kernel is IKernelSource ? Health.Failed : Health.Limited;
        return
        [
            chosen is null
                ? new Finding(refused, name, "this kernel takes none of its variants whole")
                : new Finding(Health.Ok, name, $"will run as variant {chosen}"),
            .. programs.Select(p => p.State == ProgramState.Verified
                ? new Finding(Health.Ok, name, $"{p.Program}: the verifier takes it")
                : new Finding(refused, name, $"{p.Program}: {(p.NotOffered ? "not offered" : "refused")}: {p.Detail}")),
        ];
    }
}
