namespace Pipeline.Sinks.Otlp.Settings;

/// <summary>The attributes of the resource: what the telemetry is about.</summary>
internal static class ResourceReader
{
    private const string ServiceName = "service.name";

    /// <exception cref="OptionException">An attribute is none.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(OtlpOptions options, OtelEnvironment environment)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (options.ServiceName is { Length: > 0 } name)
            attributes[ServiceName] = name;
        foreach (var (key, value) in TableTexts.Read(options.Resource, "resource"))
            if (!attributes.TryAdd(key, value))
                throw new OptionException($"resource.{key}", "said twice: service_name says it too");
        if (environment.Variable("OTEL_SERVICE_NAME", "service_name") is { } service)
            attributes.TryAdd(ServiceName, service.Text);
        if (environment.Variable("OTEL_RESOURCE_ATTRIBUTES", "resource") is { } variable)
            foreach (var (key, value) in KeyValueList.Read(variable))
                attributes.TryAdd(key, value);
        attributes.TryAdd(ServiceName, "pipeline");
        return [.. attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal)];
    }
}
