using System.Globalization;
using System.Text;
using Pipeline.Matrix.Tests.Machines;
using Pipeline.Matrix.Tests.Observing;
using Pipeline.Matrix.Tests.Programs;

namespace Pipeline.Matrix.Tests;

/// <summary>docs/kernels.md: made from observations, and read again to see whether it is current.</summary>
internal static class KernelsPage
{
    private const string VersionsBegin = "Seen on: ";

    internal static string Path { get; } = System.IO.Path.Combine(Files.Repository, "docs", "kernels.md");

    /// <param name="observations">By kernel, in the order of the columns.</param>
    internal static string Write(IReadOnlyList<(string Kernel, Observation Seen)> observations)
    {
        var page = new StringBuilder(Introduction);
        page.Append(CultureInfo.InvariantCulture, $"{VersionsBegin}{string.Join(", ", observations.Select(o => $"{o.Kernel}: {o.Seen.Release}"))}.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"| program | variant | {string.Join(" | ", observations.Select(o => o.Kernel))} |\n|---|---|{string.Concat(observations.Select(_ => "---|"))}\n");
        foreach (var cell in Matrix.Cells)
            page.Append(CultureInfo.InvariantCulture, $"{Head(cell)} {string.Join(" | ", observations.Select(o => Text(o.Seen.Verdicts[cell].Verdict)))} |\n");

        page.Append("\n## Not offered, and why\n\n| program | variant | kernel | |\n|---|---|---|---|\n");
        foreach (var cell in Matrix.Cells)
            foreach (var (kernel, seen) in observations)
                if (seen.Verdicts[cell] is { Verdict: not Verdict.Offered, Detail: var detail })
                    page.Append(CultureInfo.InvariantCulture, $"{Head(cell)} {kernel} | {detail.Split('\n')[0].Replace("|", "\\|", StringComparison.Ordinal)} |\n");

        page.Append(Differences);
        foreach (var expectation in Expectations.Special)
            foreach (var (what, reason) in expectation.MayDiffer.Select(d => ($"{d}", d.Reason)).Concat(expectation.MayMiss.Select(m => (m.What, m.Reason))))
                page.Append(CultureInfo.InvariantCulture, $"| `{expectation.Program}` | {what} | {reason} |\n");
        return page.ToString();
    }

    /// <summary>Whether a page has a line for each cell there is and none beyond, which takes no kernel to tell.</summary>
    internal static bool HasAllCells(string page)
    {
        string[] lines = [.. page.Split('\n').SkipWhile(l => !l.StartsWith("|---", StringComparison.Ordinal)).Skip(1).TakeWhile(l => l.StartsWith('|'))];
        return lines.Length == Matrix.Cells.Count() && Matrix.Cells.Zip(lines).All(p => p.Second.StartsWith(Head(p.First), StringComparison.Ordinal));
    }

    /// <summary>A page without what differs from run to run: the versions, and everything about the kernel at hand, which is another on another machine.</summary>
    internal static string Lasting(string page) =>
        string.Join('\n', page.Split('\n').Where(l => !l.StartsWith(VersionsBegin, StringComparison.Ordinal) && !l.Contains($"| {Kernels.Running} |", StringComparison.Ordinal)).Select(WithoutRunning));

    // The column of the kernel at hand is the last of the first table, the only one of that width.
    private static string WithoutRunning(string line) =>
        line.Split('|') is { Length: var fields } parts && fields == Kernels.Guests.Count + 5 ? string.Join('|', parts[..^2]) : line;

    private static string Head((string Program, string Variant) cell) => $"| `{cell.Program}` | {cell.Variant} |";

    private static string Text(Verdict verdict) => verdict switch
    {
        Verdict.Offered => "runs",
        Verdict.NotOffered => "not offered",
        _ => "**rejected**",
    };

    private const string Introduction = """
        # Kernels

        Which variant of which program runs on which kernel. Each `runs` was seen: all variants that a kernel offers were attached at once, in one host, around one workload;
        each had rows of it, none was lost, the ledger balanced, and variants of a program told the same of the same events.
        Variants of `sockets` told the plain text under TLS, too: byte for byte what programs with OpenSSL, as a library and inside, with GnuTLS and in Go say that they moved.

        6.1 and 6.12 are Debian's cloud kernels, in qemu; 6.12-confidentiality is the latter under `lockdown=confidentiality`, which closes tracefs and keeps kernel memory
        from programs; `running` is the kernel of the machine that ran the tests. `tests/Pipeline.Matrix.Tests` is how; `PIPELINE_APPROVE=1 ./test.sh KernelsPage` writes this page.


        """;

    private const string Differences = """

        ## Where variants may differ

        Columns of type time and duration are left out of the comparison everywhere: each variant takes its own time, at another place. Beyond these:

        | program | what | why |
        |---|---|---|

        """;
}
