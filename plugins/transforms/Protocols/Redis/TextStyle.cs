namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>How bytes are written as text.</summary>
internal enum TextStyle
{
    /// <summary>As they are, but for what is no UTF-8.</summary>
    Plain,

    /// <summary>As redis-cli takes them between quotes.</summary>
    Quoted,

    /// <summary>As JSON has them between quotes.</summary>
    Json,
}
