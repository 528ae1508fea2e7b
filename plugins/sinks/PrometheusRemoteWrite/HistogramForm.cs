namespace Pipeline.Sinks.PrometheusRemoteWrite;

/// <summary>How exponential histograms are written.</summary>
internal enum HistogramForm
{
    /// <summary>As native ones with version 2 of the protocol, which has them; as classic ones with version 1, of which receivers need not know them.</summary>
    Auto,

    /// <summary>As series of buckets at powers of two.</summary>
    Classic,

    /// <summary>As native ones.</summary>
    Native,
}
