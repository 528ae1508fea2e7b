using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Delivery;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Configuration;

/// <summary>Plans how a sink is delivered to, from what it asks for and what the user says.</summary>
internal sealed class DeliveryPlanner(BoundComponent component, List<Diagnostic> errors)
{
    public DeliveryPlan Plan(ISink sink)
    {
        var keys = (SinkKeys)component.Keys!;
        var asked = DeliveryPlan.Of(sink);
        if (asked.Batch is null && keys.Batch.FirstGiven is { } given)
            Complain($"batch.{given}", $"'{keys.Type}' is given batch by batch, so there is nothing to gather: leave it out");
        if (sink is not IConcurrentSink && keys.Concurrency is not null)
            Complain("concurrency", $"'{keys.Type}' can have one write under way only: leave it out");
        if (keys.Retry.Max < keys.Retry.Initial)
            Complain("retry.max", $"shorter than the shortest wait (got {DurationText.Format(keys.Retry.Max)}, expected at least initial's {DurationText.Format(keys.Retry.Initial)})");
        if (asked.Batch is { } preferred && (preferred.Rows < 1 || preferred.Bytes.Bytes < 1 || preferred.Time < TimeSpan.Zero))
            throw new PluginLoadException($"it asks for requests that cannot be: {preferred}");
        if (asked.MostWrites < 1)
            throw new PluginLoadException($"it wants {asked.MostWrites} writes under way");
        return new DeliveryPlan
        {
            Retry = new RetryPlan(keys.Retry.Initial, keys.Retry.Max, keys.Retry.For),
            Batch = asked.Batch is { } own
                ? new BulkSize(keys.Batch.Rows ?? own.Rows, keys.Batch.Bytes ?? own.Bytes, keys.Batch.Time ?? own.Time)
                : null,
            MostWrites = keys.Concurrency ?? asked.MostWrites,
        };
    }

    private void Complain(string key, string message) => errors.Add(component.At(new OptionException(key, message)));
}
