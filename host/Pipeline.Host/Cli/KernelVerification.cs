using Pipeline.Bpf;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>Takes each component's kernel programs through the verifier and prints what it said.</summary>
internal static class KernelVerification
{
    /// <summary>False when a source has no variant that this kernel takes whole.</summary>
    public static bool Write(PipelinePlan plan, TextWriter output)
    {
        var sound = true;
        foreach (var component in plan.Components)
        {
            if (component.First is not IKernelPrograms kernel)
                continue;
            IReadOnlyList<ProgramStatus> programs;
            try
            {
                programs = kernel.Verify();
            }
            catch (BpfException e)
            {
                output.WriteLine($"{component.Name}: {e.Message}");
                sound = false;
                continue;
            }

            foreach (var program in programs)
                output.WriteLine($"{component.Name}: {program.Program}: {Verdict(program)}");
            var usable = Variants.FirstWhole(programs) is not null;
            if (!usable)
                output.WriteLine($"{component.Name}: no variant of its programs is accepted by this kernel");
            sound &= usable || kernel is not IKernelSource;
        }

        return sound;
    }

    private static string Verdict(ProgramStatus program) =>
        program.State == ProgramState.Verified ? "ok" : $"{(program.NotOffered ? "not offered" : "refused")}: {program.Detail}";
}
