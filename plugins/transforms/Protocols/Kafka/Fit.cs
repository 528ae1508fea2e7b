namespace Pipeline.Transforms.Protocols.Kafka;

/// <summary>How bytes fit the fields of a message.</summary>
internal enum Fit
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>The fields are not known.</summary>
    Unknown,

    /// <summary>As far as they are there.</summary>
    Begun,

    /// <summary>To the byte.</summary>
    Whole,
}
