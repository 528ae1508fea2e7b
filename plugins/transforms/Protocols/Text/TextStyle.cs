namespace Pipeline.Transforms.Protocols.Text;

/// <summary>How bytes are written as text.</summary>
internal enum TextStyle
{
    /// <summary>As they are, but for what is no UTF-8.</summary>
    Plain,

    /// <summary>Between quotes as command lines take them.</summary>
    Quoted,

    /// <summary>As JSON has them between quotes.</summary>
    Json,
}
