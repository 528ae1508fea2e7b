using Pipeline.Otlp;

namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>The environment variables that OpenTelemetry's exporters know. An empty one counts as not set.</summary>
/// <param name="read">The value of a variable by name.</param>
internal sealed class OtelEnvironment(Func<string, string?> read)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>The environment of this process.</summary>
    public static OtelEnvironment OfProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>The variable of one signal, such as OTEL_EXPORTER_OTLP_LOGS_ENDPOINT.</summary>
    public Setting? OfSignal(OtlpSignal signal, string name, string option) => Variable($"{Prefix}{NameOf(signal)}_{name}", option);

    /// <summary>The variable of all signals, such as OTEL_EXPORTER_OTLP_ENDPOINT.</summary>
    public Setting? OfAll(string name, string option) => Variable(Prefix + name, option);

    /// <summary>The one of the signal, else the one of all.</summary>
    public Setting? Nearest(OtlpSignal signal, string name, string option) => OfSignal(signal, name, option) ?? OfAll(name, option);

    /// <summary>A variable by its whole name.</summary>
    public Setting? Variable(string name, string option) => read(name) is { Length: > 0 } value ? new Setting(value, option, name) : null;

    private static string NameOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Metrics => "METRICS",
        OtlpSignal.Traces => "TRACES",
        _ => "LOGS",
    };
}
