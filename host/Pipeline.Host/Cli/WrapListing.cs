using Pipeline.Host.Configuration.Toml;

namespace Pipeline.Host.Cli;

/// <summary>Prints what <c>wrap</c> can show.</summary>
internal static class WrapListing
{
    public static void Write(IReadOnlyList<WrapTarget> targets, TextWriter output)
    {
        var shown = targets.DistinctBy(t => t.Name).ToArray();
        var width = shown.Select(t => t.Name.Length).DefaultIfEmpty().Max();
        foreach (var target in shown)
            output.WriteLine($"{target.Name.PadRight(width)}  {Describe(target)}");
    }

    public static void WriteUnknown(string wanted, IReadOnlyList<WrapTarget> targets, TextWriter output)
    {
        var names = targets.Select(t => t.Name).Distinct().ToArray();
        var nearest = Suggestions.Nearest(wanted, names);
        output.WriteLine($"there is nothing named '{wanted}' to show (expected one of {string.Join(", ", names)}){(nearest is null ? "" : $"; did you mean {nearest}?")}");
    }

    // A pipeline file's first comment says what one will see.
    private static string Describe(WrapTarget target)
    {
        switch (target.Kind)
        {
            case WrapTargetKind.Pipeline:
                return File.ReadLines(target.Path).FirstOrDefault()?.TrimStart('#', ' ') ?? "";
            case WrapTargetKind.Source:
                return "source";
            default:
                return "kernel program";
        }
    }
}
