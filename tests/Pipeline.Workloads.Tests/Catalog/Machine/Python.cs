using System.Diagnostics;

namespace Pipeline.Workloads.Tests.Catalog.Machine;

/// <summary>Runs deeds.py.</summary>
internal static class Python
{
    internal static string[] Do(params string[] words)
    {
        using var process = Start(words);
        var lines = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    internal static Process Start(params string[] words)
    {
        var info = new ProcessStartInfo("python3") { RedirectStandardOutput = true };
        info.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Catalog", "Machine", "deeds.py"));
        foreach (var word in words)
            info.ArgumentList.Add(word);
        return Process.Start(info)!;
    }
}
