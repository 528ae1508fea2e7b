using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Matrix.Tests.Cgroups;

/// <summary>Files of cgroups as a guest printed them, and the figures that rows are to have of them: read for themselves, with nothing of the source's.</summary>
internal sealed partial class CgroupFiles
{
    private static readonly string[] States = ["anon", "file", "kernel", "sock", "shmem", "file_mapped", "file_dirty", "file_writeback", "slab"];

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    internal CgroupFiles(IEnumerable<string> lines)
    {
        var file = "";
        foreach (var line in lines)
            if (line.StartsWith("FILE ", StringComparison.Ordinal))
                _files[file = line[5..]] = "";
            else if (line.StartsWith("LINE ", StringComparison.Ordinal))
                _files[file] += line[5..] + "\n";
    }

    /// <summary>Each figure of a cgroup, by table, labels and column.</summary>
    internal Dictionary<string, double> Of(string cgroup)
    {
        var told = new Dictionary<string, double>(StringComparer.Ordinal);
        Add("cgroup_cpu usage_ns", Key("cpu.stat", "usage_usec") * 1000);
        Add("cgroup_cpu user_ns", Key("cpu.stat", "user_usec") * 1000);
        Add("cgroup_cpu system_ns", Key("cpu.stat", "system_usec") * 1000);
        Add("cgroup_cpu_cfs periods", Key("cpu.stat", "nr_periods"));
        Add("cgroup_cpu_cfs throttled_periods", Key("cpu.stat", "nr_throttled"));
        Add("cgroup_cpu_cfs throttled_ns", Key("cpu.stat", "throttled_usec") * 1000);
        if (Text("cpu.max").Split(' ') is [var quota, var period] && quota != "max")
        {
            Add("cgroup_cpu_limit quota_ns", Number(quota) * 1000);
            Add("cgroup_cpu_limit period_ns", Number(period) * 1000);
            Add("cgroup_cpu_limit cpus", Number(quota) / Number(period));
        }

        Add("cgroup_cpu_weight weight", Number(Text("cpu.weight")));
        Add("cgroup_memory usage_bytes", Number(Text("memory.current")));
        Add("cgroup_memory working_set_bytes", Number(Text("memory.current")) - Key("memory.stat", "inactive_file"));
        Add("cgroup_memory_peak peak_bytes", Number(Text("memory.peak")));
        Add("cgroup_memory_swap swap_bytes", Number(Text("memory.swap.current")));
        foreach (var state in States)
            Add($"cgroup_memory_stat {state} bytes", Key("memory.stat", state));
        foreach (var limit in (ReadOnlySpan<string>)["min", "low", "high", "max", "swap.high", "swap.max"])
            if (Number(Text($"memory.{limit}")) is var bytes && (bytes > 0 || limit.StartsWith('s')))
                Add($"cgroup_memory_limit {limit.Replace('.', '_')} bytes", bytes);
        foreach (var happened in (ReadOnlySpan<string>)["low", "high", "max", "oom", "oom_kill", "oom_group_kill"])
            Add($"cgroup_memory_events {happened} events", Key("memory.events", happened));
        foreach (var line in Text("io.stat").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            foreach (var (direction, letter) in (ReadOnlySpan<(string, char)>)[("read", 'r'), ("write", 'w'), ("discard", 'd')])
            {
                // The guest has one disk, which only the test uses.
                Add($"cgroup_io vda {direction} bytes", Number(Regex.Match(line, $" {letter}bytes=(\\d+)").Groups[1].Value));
                Add($"cgroup_io vda {direction} operations", Number(Regex.Match(line, $" {letter}ios=(\\d+)").Groups[1].Value));
            }

        Add("cgroup_pids tasks", Number(Text("pids.current")));
        Add("cgroup_pids limit_hits", Key("pids.events", "max"));
        Add("cgroup_pids_limit limit", Number(Text("pids.max")));
        foreach (var resource in (ReadOnlySpan<string>)["cpu", "memory", "io", "irq"])
            foreach (Match line in Pressure().Matches(Text($"{resource}.pressure")))
            {
                var stalled = line.Groups[1].Value;
                Add($"cgroup_pressure {resource} {stalled} avg10", Number(line.Groups[2].Value));
                Add($"cgroup_pressure {resource} {stalled} avg60", Number(line.Groups[3].Value));
                Add($"cgroup_pressure {resource} {stalled} avg300", Number(line.Groups[4].Value));
                Add($"cgroup_pressure {resource} {stalled} stalled_ns", Number(line.Groups[5].Value) * 1000);
            }

        return told;

        string Text(string file) => _files.GetValueOrDefault($"{cgroup}/{file}", "").Trim();

        double Key(string file, string key) => Number(Regex.Match(Text(file), $@"^{key} (\d+)\s*$", RegexOptions.Multiline).Groups[1].Value);

        void Add(string name, double value)
        {
            if (!double.IsNaN(value))
                told.Add(name, value);
        }
    }

    // What is not there, and what is no number such as "max", is none.
    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    [GeneratedRegex(@"(some|full) avg10=(\S+) avg60=(\S+) avg300=(\S+) total=(\d+)")]
    private static partial Regex Pressure();
}
