using System.Text.Json;

namespace Pipeline.Processes.Tests.Processes;

/// <summary>What another reader of /proc found, by process.</summary>
internal static class Witness
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Processes", "witness.py");

    internal static async Task<Dictionary<int, Dictionary<string, JsonElement>>> ReadAsync(params int[] pids)
    {
        var told = await RunningProcess.RunAsync(["/usr/bin/python3", Script, .. pids.Select(p => $"{p}")]);
        return told.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(line)!)
            .ToDictionary(process => process["pid"].GetInt32());
    }

    /// <summary>Where a row and what the witness found differ, in words; null: nowhere.</summary>
    internal static string? Difference(Support.Row row, Dictionary<string, JsonElement> told)
    {
        foreach (var (name, value) in told)
            if (value.ValueKind == JsonValueKind.Number && !IsSame(row, name, value.GetInt64()))
                return $"process {row["pid"]} ({row.Text("comm")}): {name} is {row[name]}, the witness found {value}";
        return row.Text("comm") == Name(told["comm"].GetString()!) ? null : $"process {row["pid"]} is called {row.Text("comm")}, the witness found {told["comm"]}";
    }

    // A thread that waits in accept has taken a descriptor that the folder does not show.
    private static bool IsSame(Support.Row row, string name, long told) =>
        row[name] == told || (name == "open_file_descriptors" && row[name] > told && row[name] <= told + row["num_threads"]);

    // Of a worker of the kernel's only its own name, and of others as much as the kernel keeps.
    private static string Name(string comm)
    {
        var work = comm.StartsWith("kworker/", StringComparison.Ordinal) && comm.Contains(':', StringComparison.Ordinal) ? comm.IndexOfAny(['-', '+']) : -1;
        comm = work < 0 ? comm : comm[..work];
        return comm[..Math.Min(comm.Length, 16)];
    }
}
