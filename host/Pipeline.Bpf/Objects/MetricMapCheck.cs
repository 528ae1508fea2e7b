using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Whether a METRICS() map is what its structs say: a map declared by hand, or changed afterwards, would be read as rubbish.</summary>
internal static class MetricMapCheck
{
    /// <exception cref="FormatException">It is not; the message names the map and the remedy.</exception>
    internal static (bool IsArray, bool IsPerCpu) Of(MapDefinition map, BtfType key, BtfType value)
    {
        var (isArray, isPerCpu) = (MapKind?)map.Type switch
        {
            MapKind.Hash => (false, false),
            MapKind.Array => (true, false),
            MapKind.PercpuHash => (false, true),
            MapKind.PercpuArray => (true, true),
            MapKind.LruHash or MapKind.LruPercpuHash =>
                throw Wrong(map, "forgets its oldest entries, so that its figures would fall; make it a HASH and choose how many entries it has"),
            var kind => throw Wrong(map, $"is of kind {kind?.ToString().ToUpperInvariant() ?? "unknown"}, which holds no figures; use HASH, ARRAY, PERCPU_HASH or PERCPU_ARRAY"),
        };
        if (isArray && key.Size != sizeof(uint))
            throw Wrong(map, $"is an array, whose key is one u32, but struct {key.Name} has {key.Size} bytes; give the struct exactly one __u32 or enum member");
        if (map.KeySize != key.Size)
            throw Wrong(map, $"has keys of {map.KeySize} bytes, but struct {key.Name} has {key.Size}; declare both with METRICS()");
        if (map.ValueSize != value.Size)
            throw Wrong(map, $"has values of {map.ValueSize} bytes, but struct {value.Name} has {value.Size}; declare both with METRICS()");
        if (map.MaxEntries is not > 0)
            throw Wrong(map, "does not say how many entries it has room for; give METRICS() a number above 0");
        return (isArray, isPerCpu);
    }

    private static FormatException Wrong(MapDefinition map, string problem) => new($"map '{map.Name}' {problem}");
}
