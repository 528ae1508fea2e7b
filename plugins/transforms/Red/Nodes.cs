namespace Pipeline.Transforms.Red;

/// <summary>What an end of the service map is.</summary>
internal enum Nodes
{
    /// <summary>All processes of one name.</summary>
    Process,

    /// <summary>One process: <c>nginx[1234]</c>.</summary>
    Pid,

    /// <summary>All processes of one cgroup: <c>cgroup:1234</c>.</summary>
    Container,

    /// <summary>An address.</summary>
    Address,
}
