namespace Pipeline.Transforms.Kubernetes.Objects;

/// <summary>What a feed tells. The changes of one object come in order, each state once at most: what is old or said twice stays in the feed.</summary>
internal abstract record Change;
