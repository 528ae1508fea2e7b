namespace Pipeline.Transforms.Kubernetes.Figures;

/// <summary>What has been counted since the transform began. Those that are no counters say so.</summary>
internal readonly record struct Counts
{
    public long Pod { get; init; }

    public long Host { get; init; }

    public long Unknown { get; init; }

    public long None { get; init; }

    public long Remote { get; init; }

    public long Answered { get; init; }

    public long TimedOut { get; init; }

    public long Hurried { get; init; }

    public long Changes { get; init; }

    public long Lists { get; init; }

    public long Watches { get; init; }

    public long Cut { get; init; }

    public long Failures { get; init; }

    public long Skipped { get; init; }

    public long ForgottenEarly { get; init; }

    public long EventsLost { get; init; }

    /// <summary>A gauge.</summary>
    public long Waiting { get; init; }

    /// <summary>A gauge.</summary>
    public long Pods { get; init; }

    /// <summary>A gauge.</summary>
    public long PodsGone { get; init; }

    /// <summary>A gauge.</summary>
    public long Services { get; init; }

    /// <summary>A gauge.</summary>
    public long Nodes { get; init; }
}
