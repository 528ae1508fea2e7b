using System.Globalization;
using System.Text.Json;
using Pipeline.Kernel.Tests.Running;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>Maps that a host has loaded, as bpftool sees them, among however many of their name there are on the machine.</summary>
internal static class LoadedMap
{
    internal static async Task<string> IdOfAsync(int host, string name)
    {
        foreach (var id in Directory.EnumerateFiles($"/proc/{host}/fdinfo").SelectMany(MapIds).Distinct())
        {
            using var map = JsonDocument.Parse(await RunningProcess.RunAsync("bpftool", "--json", "map", "show", "id", id));
            if (map.RootElement.TryGetProperty("name", out var found) && found.GetString() == name)
                return id;
        }

        throw new InvalidOperationException($"process {host} has no map {name}");
    }

    /// <summary>Its entries: the key, and the values of all CPUs, each with its members by name.</summary>
    internal static async Task<(JsonElement Key, JsonElement[] Values)[]> DumpAsync(int host, string name)
    {
        var dump = JsonDocument.Parse(await RunningProcess.RunAsync("bpftool", "--json", "map", "dump", "id", await IdOfAsync(host, name)));
        return [.. dump.RootElement.EnumerateArray().Select(e => e.GetProperty("formatted")).Select(e => (e.GetProperty("key"), ValuesOf(e)))];
    }

    private static JsonElement[] ValuesOf(JsonElement entry) =>
        entry.TryGetProperty("values", out var cpus) ? [.. cpus.EnumerateArray().Select(c => c.GetProperty("value"))] : [entry.GetProperty("value")];

    private static IEnumerable<string> MapIds(string descriptor)
    {
        const string key = "map_id:";
        try
        {
            return [.. File.ReadLines(descriptor).Where(l => l.StartsWith(key, StringComparison.Ordinal)).Select(l => int.Parse(l[key.Length..], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            // Closed between the listing and the look, so none of the host's lasting ones.
            return [];
        }
    }
}
