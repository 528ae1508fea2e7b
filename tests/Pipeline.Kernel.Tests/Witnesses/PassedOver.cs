using System.Globalization;

namespace Pipeline.Kernel.Tests.Witnesses;

/// <summary>
/// How often the kernel passed over programs of a process, by its own count. It runs none that is attached to a tracepoint by its number, as bpftrace's are, on a processor that is in
/// the middle of another such program or of a system call that reads or changes a map; whatever an interrupt brings then is not seen.
/// </summary>
internal static class PassedOver
{
    private const string Key = "recursion_misses:";

    /// <summary>Until now, by all programs that the process has loaded.</summary>
    internal static long By(int pid) => Directory.EnumerateFiles($"/proc/{pid}/fdinfo").Sum(Of);

    private static long Of(string descriptor)
    {
        try
        {
            return File.ReadLines(descriptor).Where(l => l.StartsWith(Key, StringComparison.Ordinal)).Sum(l => long.Parse(l.AsSpan(Key.Length).Trim(), CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // Closed between the listing and the look, so none of those that last.
            return 0;
        }
    }
}
