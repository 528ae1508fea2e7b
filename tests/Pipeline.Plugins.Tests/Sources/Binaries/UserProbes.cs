using System.Globalization;
using System.Text.RegularExpressions;

namespace Pipeline.Plugins.Tests.Sources.Binaries;

/// <summary>Probes of the kernel's own tracer, in a buffer of the test's own: a witness that has nothing of ours.</summary>
internal sealed partial class UserProbes : IDisposable
{
    private const string Tracing = "/sys/kernel/tracing";

    private readonly string _group = $"pipeline_{Environment.ProcessId}_{Guid.NewGuid():N}"[..40];
    private readonly string _instance;
    private readonly List<string> _names = [];

    internal UserProbes()
    {
        _instance = $"{Tracing}/instances/{_group}";
        Directory.CreateDirectory(_instance);
        File.WriteAllText($"{_instance}/buffer_size_kb", "16384");
    }

    /// <summary>Adds one.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in it.</param>
    /// <param name="atReturn">When the function that begins there returns.</param>
    /// <param name="values">What is noted.</param>
    internal void Add(string name, string file, long offset, bool atReturn, params string[] values)
    {
        var fetched = string.Join(' ', values.Select((v, i) => $"v{i}={v}:x64"));
        Append($"{(atReturn ? 'r' : 'p')}:{_group}/{name} {file}:0x{offset:x} {fetched}");
        _names.Add(name);
        File.WriteAllText($"{_instance}/events/{_group}/{name}/enable", "1");
    }

    /// <summary>What each saw: for each thread, the values in order.</summary>
    internal Dictionary<string, Dictionary<int, List<string>>> Read()
    {
        var seen = _names.ToDictionary(n => n, _ => new Dictionary<int, List<string>>(), StringComparer.Ordinal);
        foreach (var line in File.ReadLines($"{_instance}/trace"))
            if (Line().Match(line) is { Success: true } hit)
            {
                var threads = seen[hit.Groups["name"].Value];
                var thread = int.Parse(hit.Groups["thread"].Value, CultureInfo.InvariantCulture);
                if (!threads.TryGetValue(thread, out var values))
                    threads.Add(thread, values = []);
                values.Add(hit.Groups["values"].Value);
            }

        return seen;
    }

    public void Dispose()
    {
        foreach (var name in _names)
        {
            File.WriteAllText($"{_instance}/events/{_group}/{name}/enable", "0");
            Append($"-:{_group}/{name}");
        }

        Directory.Delete(_instance);
    }

    private static void Append(string line)
    {
        using var file = new FileStream($"{Tracing}/uprobe_events", FileMode.Append, FileAccess.Write);
        file.Write(System.Text.Encoding.ASCII.GetBytes(line + "\n"));
    }

    // "  python3-1234    [000] .....   12.345678: name: (0x7f...) v0=0x1 v1=0x2"; of a return the place has "<-" in it.
    [GeneratedRegex(@"-(?<thread>\d+)\s+(\(\S+\)\s+)?\[\d+\].*?: (?<name>\w+): \([^)]*\)(?<values>.*)$")]
    private static partial Regex Line();
}
