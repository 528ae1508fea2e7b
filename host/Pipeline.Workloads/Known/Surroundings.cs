using Pipeline.Workloads.Proc;

namespace Pipeline.Workloads.Known;

/// <summary>What all processes of a catalog share.</summary>
/// <param name="LostTimes">When something was lost.</param>
/// <param name="Cgroups">The cgroups they are in.</param>
/// <param name="Users">Names of users.</param>
/// <param name="Proc">Where more can be read; null: nowhere.</param>
internal sealed record Surroundings(LostTimes LostTimes, CgroupTable Cgroups, UserNames Users, ProcReader? Proc)
{
    internal ProcessDetails ReadDetails(ProcessInfo process) => Proc?.ReadDetails(process.Pid, process.StartTicks) ?? ProcessDetails.None;
}
