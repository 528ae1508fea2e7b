namespace Pipeline.Transforms.Kubernetes.Api.Reading;

/// <summary>What a line of a watch tells.</summary>
internal enum WatchEventType
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing changed, up to a version.</summary>
    Bookmark,

    /// <summary>The watch has failed, and ends.</summary>
    Error,
}
