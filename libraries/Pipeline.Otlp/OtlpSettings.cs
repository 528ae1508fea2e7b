namespace Pipeline.Otlp;

/// <summary>What a sink's user says about requests. Immutable; any number of encoders share one.</summary>
internal sealed record OtlpSettings
{
    /// <summary>Name of the scope, which is who made the telemetry.</summary>
    public string ScopeName { get; init; } = "pipeline";

    /// <summary>Version of the scope; empty leaves it out.</summary>
    public string ScopeVersion { get; init; } = typeof(OtlpSettings).Assembly.GetName().Version!.ToString(3);

    /// <summary>
    /// Attributes of the resource, <c>service.name</c> among them; <c>host.name</c> is added, the host that the rows come from, unless it is here too. Keys are unique.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resource { get; init; } = [new("service.name", "pipeline")];

    /// <summary>Whether log records carry the row's identity as <c>log.record.uid</c>: HOST/SOURCE/EPOCH/SEQUENCE.</summary>
    public bool HasRowIds { get; init; } = true;

    /// <summary>Tells when rows were observed.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
