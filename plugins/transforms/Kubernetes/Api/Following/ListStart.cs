namespace Pipeline.Transforms.Kubernetes.Api.Following;

/// <summary>How new a list has to be. What servers have in memory is cheap for them; what their store has is not, where thousands of agents ask for it.</summary>
internal enum ListStart
{
    /// <summary>Whatever the server has in memory: the watch brings the rest.</summary>
    Any,

    /// <summary>As new as what was seen last.</summary>
    NotOlder,

    /// <summary>What the store has now.</summary>
    Newest,
}
