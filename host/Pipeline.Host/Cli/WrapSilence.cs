using System.Globalization;
using Pipeline.Host.Ledger;
using Pipeline.Host.Topology;

namespace Pipeline.Host.Cli;

/// <summary>Why nothing may have come.</summary>
internal static class WrapSilence
{
    /// <summary>A sentence for people; null when something has come.</summary>
    /// <param name="ledger">The books so far.</param>
    /// <param name="components">What runs.</param>
    /// <param name="onlyFigures">Whether one waits for figures: an event that went into them is enough, where otherwise it takes a row.</param>
    public static string? Explain(LedgerSnapshot ledger, IEnumerable<ComponentState> components, bool onlyFigures)
    {
        if (ledger.Components.Any(c => (c.Kind == ComponentKind.Sink && c.In > 0) || (onlyFigures && (c.Consumed > 0 || c.Kernel?.Aggregated > 0))))
            return null;
        var thing = onlyFigures ? "event" : "row";
        var filtered = ledger.Components.Sum(c => c.Filtered);
        if (filtered > 0)
            return string.Create(CultureInfo.InvariantCulture, $"no {thing} so far: {filtered:N0} did not meet the condition");
        if (ledger.Components.FirstOrDefault(c => c.Consumed > 0) is { } reader)
            return string.Create(CultureInfo.InvariantCulture, $"no {thing} so far: {reader.Name} has read {reader.Consumed:N0} and made none of them");
        var discarded = ledger.Components.Sum(c => c.Kernel?.Discarded.Values.Sum() ?? 0);
        if (discarded > 0)
            return string.Create(CultureInfo.InvariantCulture, $"no {thing} so far: {discarded:N0} were left out in the kernel by the program's options, or as the host's own (--include-self)");
        var lost = ledger.Components.Sum(c => c.Kernel?.Lost.Values.Sum() ?? 0);
        if (lost > 0)
            return string.Create(CultureInfo.InvariantCulture, $"no {thing} so far: all {lost:N0} were lost in the kernel");
        var attached = components.SelectMany(c => c.ReadPrograms()).Where(p => p.State == ProgramState.Attached).ToArray();
        return attached.Length == 0
            ? $"no {thing} so far: nothing is attached yet (see 'pipeline doctor')"
            : $"no {thing} so far: {string.Join(", ", attached.Select(p => p.Hook).Distinct())} {(attached.Length == 1 ? "is" : "are")} attached, and the kernel has reported nothing there";
    }
}
