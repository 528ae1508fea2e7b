using System.Collections.Immutable;
using Pipeline.Sources.Processes.Cgroups.Folders;

namespace Pipeline.Sources.Processes.Cgroups.Tables;

/// <summary>Reads the files of one controller and adds rows of what is in them. What the cgroup's version or kernel does not have is no row, never a 0.</summary>
internal interface IFigureReader
{
    /// <summary>Which controllers of version 1 it reads; on version 2 a folder's files tell what there is.</summary>
    Controllers Controllers { get; }

    /// <summary>Its tables, wanted or not.</summary>
    ImmutableArray<CgroupRows> Rows { get; }

    void Read(OpenCgroup cgroup);
}
