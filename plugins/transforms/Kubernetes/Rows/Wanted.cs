namespace Pipeline.Transforms.Kubernetes.Rows;

/// <summary>What rows of a pod that is known wait for still.</summary>
/// <param name="Container">The container: its columns are among the chosen.</param>
/// <param name="Workload">Who made who made the pod: such columns are among the chosen, and somebody will tell.</param>
internal readonly record struct Wanted(bool Container, bool Workload);
