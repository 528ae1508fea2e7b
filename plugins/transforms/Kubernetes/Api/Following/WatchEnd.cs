namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>How a watch ended.</summary>
internal enum WatchEnd
{
    /// <summary>As the server was told: the next goes on where it was.</summary>
    Done,

    /// <summary>The server has forgotten what came after the version asked for.</summary>
    Expired,

    /// <summary>The server's versions are before those it told: its store was put back.</summary>
    WentBack,
}
