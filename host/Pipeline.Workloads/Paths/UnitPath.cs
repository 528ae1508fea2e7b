namespace Pipeline.Workloads.Paths;

/// <summary>Which slice and unit a path is in, by the rules that systemd itself goes by: slices first, and right below them the unit.</summary>
internal static class UnitPath
{
    private const string UserManager = "user@";

    internal static (string? Slice, string? Unit, string? UserUnit) Read(ReadOnlySpan<string> names)
    {
        var (slice, unit) = Next(ref names);
        if (unit is null || !unit.StartsWith(UserManager, StringComparison.Ordinal))
            return (slice, unit, null);
        return (slice, unit, Next(ref names).Unit);
    }

    private static (string? Slice, string? Unit) Next(ref ReadOnlySpan<string> names)
    {
        string? slice = null;
        while (names is [var first, ..] && UnitName.IsSlice(first))
        {
            slice = UnitName.OfFolder(first);
            names = names[1..];
        }

        if (names is not [var name, ..] || !UnitName.IsUnit(name))
            return (slice, null);
        names = names[1..];
        return (slice, UnitName.OfFolder(name));
    }
}
