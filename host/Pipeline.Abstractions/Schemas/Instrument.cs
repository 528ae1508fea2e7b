namespace Pipeline;

/// <summary>What a value column of a metric table measures, in OpenTelemetry's words.</summary>
public enum Instrument
{
    /// <summary>Only ever grows until its start time changes.</summary>
    Counter,

    /// <summary>Goes up and down.</summary>
    Gauge,

    /// <summary>A distribution.</summary>
    Histogram,
}
