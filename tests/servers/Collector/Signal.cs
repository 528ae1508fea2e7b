namespace Pipeline.Servers.Collector;

/// <summary>What an OTLP request carries.</summary>
public enum Signal
{
    Metrics,
    Logs,
    Traces,
}
