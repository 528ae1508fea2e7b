namespace Pipeline;

/// <summary>What a row of a table is, which decides what a sink can make of it.</summary>
public enum TableKind
{
    /// <summary>Something that happened at a time: a log record in OpenTelemetry's words.</summary>
    Event,

    /// <summary>Something that lasted, with a start, a duration, a status and a name.</summary>
    Span,

    /// <summary>Label columns and value columns, cumulative per series.</summary>
    Metric,

    /// <summary>Sampled stacks.</summary>
    Profile,

    /// <summary>Pieces of a byte stream, in order.</summary>
    Bytes,
}
