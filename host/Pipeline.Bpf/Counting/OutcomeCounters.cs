using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pipeline.Bpf.Attaching;
using Pipeline.Bpf.Native;

namespace Pipeline.Bpf.Counting;

/// <summary>Sums the per-CPU outcome counters of an object's tables. No sum is derived from the others, so that a leak shows.</summary>
internal sealed unsafe class OutcomeCounters
{
    private const string Attempted = "attempted";
    private const string Submitted = "submitted";
    private const string Aggregated = "aggregated";
    private const string DiscardedPrefix = "discarded_";
    private const string LostPrefix = "lost_";

    private readonly ImmutableArray<string> _outcomes;
    private readonly (string Table, int Descriptor)[] _maps;
    private readonly ulong[] _row;

    internal OutcomeCounters(BpfObjectSpec spec, OpenObject loaded)
    {
        _outcomes = spec.Outcomes;
        _row = new ulong[PossibleCpus.Count * _outcomes.Length];
        _maps = [.. spec.Outlines.Select(t => (t.Name, Open(t.Name, loaded)))];
    }

    /// <summary>What the programs counted; what the host counts is left 0.</summary>
    internal KernelAccounts Read()
    {
        var sums = new long[_outcomes.Length];
        foreach (var (table, descriptor) in _maps)
            Add(table, descriptor, sums);
        return new KernelAccounts(Of(Attempted), Of(Submitted), With(DiscardedPrefix), With(LostPrefix), 0) { Aggregated = Of(Aggregated) };

        long Of(string name) => _outcomes.IndexOf(name) is >= 0 and var i ? sums[i] : 0;

        ImmutableSortedDictionary<string, long> With(string prefix)
        {
            var counts = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);
            for (var i = 0; i < sums.Length; i++)
                if (sums[i] != 0 && _outcomes[i].StartsWith(prefix, StringComparison.Ordinal))
                    counts = counts.Add(_outcomes[i][prefix.Length..], sums[i]);
            return counts;
        }
    }

    private int Open(string table, OpenObject loaded)
    {
        var map = loaded.Map(table + "_counts");
        var size = Libbpf.bpf_map__value_size(map);
        return size == _outcomes.Length * sizeof(ulong)
            ? Libbpf.bpf_map__fd(map)
            : throw new BpfException($"count table '{table}'", $"its counters have {size} bytes for {_outcomes.Length} outcomes", "use TABLE() or METRICS() of pipeline.bpf.h");
    }

    private void Add(string table, int descriptor, long[] sums)
    {
        uint only = 0;
        fixed (ulong* row = _row)
            if (BpfSyscalls.bpf_map_lookup_elem(descriptor, &only, row) != 0)
                throw new BpfException($"read the counters of table '{table}'", Marshal.GetLastPInvokeError());
        for (var i = 0; i < _row.Length; i++)
            sums[i % sums.Length] += (long)_row[i];
    }
}
