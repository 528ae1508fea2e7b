using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads the files of one controller and adds rows of what is in them. What the cgroup's version or kernel does not have is no row, never a 0.</summary>
internal interface IFigureReader
{
    /// <summary>Its tables, wanted or not.</summary>
    ImmutableArray<CgroupRows> Rows { get; }

    void Read(OpenCgroup cgroup);
}
