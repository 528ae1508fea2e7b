using System.Globalization;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>What the kernel itself counts of interrupts: /proc/interrupts.</summary>
internal static class Interrupts
{
    /// <summary>How often each came so far, by processor and handler: <c>0 virtio3-tx</c>.</summary>
    internal static Dictionary<string, long> Read()
    {
        var lines = File.ReadAllLines("/proc/interrupts");
        var processors = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var counts = new Dictionary<string, long>();
        foreach (var words in lines.Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > processors + 1 && char.IsAsciiDigit(w[0][0])))
            for (var cpu = 0; cpu < processors; cpu++)
            {
                var name = $"{cpu} {words[^1]}";
                counts[name] = counts.GetValueOrDefault(name) + long.Parse(words[cpu + 1], CultureInfo.InvariantCulture);
            }

        return counts;
    }
}
