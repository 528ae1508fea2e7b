using Pipeline.Grouping;

namespace Pipeline.Transforms.Red;

/// <summary>What a user writes for <c>type = "red"</c>.</summary>
internal sealed record RedOptions : GroupOptions
{
    public RedOptions() => MaxGroups = 2_000;

    [Option("Columns of the inputs that tell series apart besides the attributes of the conventions: comm, pid, start_ticks, cgroup_id, remote_addr... By default the one with the process's name.")]
    public IReadOnlyList<string>? By { get; init; }

    [Option("What an end of the service map is, where it is on this machine: process (its name), pid (name and number), container (its cgroup) or address. Others are addresses.")]
    public Nodes Nodes { get; init; } = Nodes.Process;

    [Option("How long a call of which only one end has told waits for the other, before the service map counts it with the other's address.", Min = "0s", Max = "30s")]
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);

    [Option("Values that one place of a path may have before it becomes {...}.", Min = "1", Max = "10000")]
    public int PathValues { get; init; } = 50;
}
