using Pipeline.Transforms.Kubernetes.Columns;
using Pipeline.Workloads;

namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>What the lookups of all tables share. One thread.</summary>
/// <param name="hostName">This machine, as rows' origin has it: only its own rows have processes that are known here.</param>
/// <param name="facts">What rows are told.</param>
/// <param name="cgroups">Which pod a cgroup is.</param>
/// <param name="addresses">Whose an address is.</param>
internal sealed class Lookups(string hostName, RowFacts facts, CgroupLookup cgroups, AddressLookup addresses)
{
    public string HostName => hostName;

    public RowFacts Facts => facts;

    public CgroupLookup Cgroups => cgroups;

    public AddressLookup Addresses => addresses;

    /// <summary>Which cgroup a process is in; null before the pipeline runs, and where no table needs it.</summary>
    public CatalogShare? Processes { get; set; }

    /// <summary>Of the call: Unix nanoseconds.</summary>
    public long Now { get; set; }

    /// <summary>Of the call: what to add to a time since boot for Unix time.</summary>
    public long UnixOffset { get; set; }

    /// <summary>The first lists may still come, and rows may wait for them.</summary>
    public bool IsBeginning { get; set; }
}
