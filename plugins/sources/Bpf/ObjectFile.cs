using Pipeline.Bpf;

namespace Pipeline.Sources.Bpf;

/// <summary>Finds and reads the object that the options name; what is wrong is told at the option at fault.</summary>
internal static class ObjectFile
{
    private const string Extension = ".bpf.o";

    internal static BpfObjectSpec Read(BpfSourceOptions options, HostEnvironment environment)
    {
        var folder = Path.Combine(environment.InstallDirectory, "bpf");
        var isPath = options.Object.Contains('/', StringComparison.Ordinal);
        var path = isPath ? options.Object : Path.Combine(folder, options.Object + Extension);
        if (!isPath && !File.Exists(path))
            throw new OptionException("object", $"there is no kernel program of that name (got \"{options.Object}\", expected one in {folder} or a path)")
            {
                Word = options.Object,
                Accepted = NamesIn(folder),
            };
        try
        {
            var spec = BpfObjectSpec.Read(path);
            // The host comes back for the next one, with this one left out.
            return Mistakes(options, spec).FirstOrDefault() is { } mistake ? throw mistake : spec;
        }
        catch (BpfException e)
        {
            throw new OptionException("object", e.Message);
        }
    }

    private static IEnumerable<OptionException> Mistakes(BpfSourceOptions options, BpfObjectSpec spec)
    {
        if (spec.Schemas.Count == 0)
            yield return new OptionException("object", $"{spec.Path} has no table; declare one with TABLE(ring, NAME) or METRICS(NAME, KIND, entries)");
        foreach (var (name, value) in options.Options.Values)
            if (spec.Options.FirstOrDefault(o => o.Name == name) is not { } option)
                yield return new OptionException($"options.{name}", $"the program has no such option (expected {Listed(spec.Options.Select(o => o.Name))})")
                {
                    Word = name,
                    Accepted = [.. spec.Options.Select(o => o.Name)],
                };
            else if (!option.Accepts(value, out var problem))
                yield return new OptionException($"options.{name}", problem);

        if (options.Variant is { } variant && !spec.Variants.Contains(variant))
            yield return new OptionException("variant", $"the program has no such variant (got \"{variant}\", expected {Listed(spec.Variants)})")
            {
                Word = variant,
                Accepted = spec.Variants,
            };
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";

    private static IReadOnlyList<string> NamesIn(string folder) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + Extension).Select(f => Path.GetFileName(f)[..^Extension.Length]).Order(StringComparer.Ordinal)]
            : [];
}
