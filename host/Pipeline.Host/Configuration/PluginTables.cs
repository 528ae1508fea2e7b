using Pipeline.Host.Ledger;
using Pipeline.Host.Plugins;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Configuration;

/// <summary>Lets a component's first instance see its input tables and reads what it declares about itself.</summary>
internal static class PluginTables
{
    /// <summary>The plan with what the instance declares. What the plugin throws comes out as it was thrown.</summary>
    /// <exception cref="PluginLoadException">The plugin declares something that cannot be.</exception>
    public static ComponentPlan Declare(ComponentPlan plan)
    {
        var tables = Bind(plan) ?? throw new PluginLoadException("it declares null for its tables");
        if (tables.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new PluginLoadException($"it declares two different tables named '{twice.Key}'");
        return plan with { Tables = tables, PartitionBy = PartitionBy(plan), FlushInterval = FlushInterval(plan) };
    }

    private static IReadOnlyList<TableSchema>? Bind(ComponentPlan plan)
    {
        switch (plan.Kind)
        {
            case ComponentKind.Source:
                return ((ISource)plan.First).Tables;
            case ComponentKind.Transform:
                // The same table once, though it was made from several inputs.
                return ((ITransform)plan.First).Bind(plan.InputSchemas)?.Distinct().ToArray();
            default:
                ((ISink)plan.First).Bind(plan.InputSchemas);
                return [];
        }
    }

    private static IReadOnlyList<string> PartitionBy(ComponentPlan plan)
    {
        if (plan.Workers == 1 || plan.First is not IPartitioned partitioned)
            return [];
        foreach (var column in partitioned.PartitionBy)
            foreach (var table in plan.InputSchemas)
                if (table.Ordinal(column) < 0)
                    throw new PluginLoadException($"it shares its work by the column '{column}', which the table '{table.Name}' does not have");
        return partitioned.PartitionBy;
    }

    private static TimeSpan? FlushInterval(ComponentPlan plan)
    {
        if (plan.Kind != ComponentKind.Transform || plan.First is not IFlushing { FlushInterval: var interval })
            return null;
        // What a timer takes.
        return interval >= TimeSpan.FromMilliseconds(1) && interval <= TimeSpan.FromDays(49)
            ? interval
            : throw new PluginLoadException($"it wants to flush every {interval}, which no timer can do");
    }
}
