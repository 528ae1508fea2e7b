namespace Pipeline.Otlp;

/// <summary>What rows become: each signal has a service and a request of its own.</summary>
internal enum OtlpSignal
{
    /// <summary>ExportLogsServiceRequest: what happened, sampled stacks and pieces of streams.</summary>
    Logs,

    /// <summary>ExportMetricsServiceRequest: figures.</summary>
    Metrics,

    /// <summary>ExportTraceServiceRequest: what lasted.</summary>
    Traces,
}
