using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Cli;

/// <summary>Prints what a user may write for one plugin: its own keys, then those that every component of its kind has.</summary>
internal static class OptionListing
{
    public static void Write(PluginManifest plugin, Type options, TextWriter output)
    {
        var kind = SnakeCase.From(plugin.Kind.ToString());
        output.WriteLine($"{kind} {plugin.Name}, from {plugin.Directory}");
        output.WriteLine();
        Write(OptionDescription.Of(options), output);
        output.WriteLine();
        output.WriteLine($"Every {kind}, [{ComponentConfig.Section(plugin.Kind)}.NAME], also has:");
        output.WriteLine();
        Write(OptionDescription.Of(ComponentBinder.KeysOf(plugin.Kind)), output);
    }

    private static void Write(IReadOnlyList<OptionDescription> options, TextWriter output)
    {
        if (options.Count == 0)
        {
            output.WriteLine("It has no options of its own.");
            return;
        }

        var listing = new Listing("OPTION", "TYPE", "DEFAULT", "BOUNDS", "HELP");
        Add(listing, "", options);
        listing.Write(output);
    }

    private static void Add(Listing listing, string prefix, IReadOnlyList<OptionDescription> options)
    {
        foreach (var option in options)
        {
            listing.Add(prefix + option.Name, TypeOf(option), DefaultOf(option), BoundsOf(option.Option), HelpOf(option));
            if (option.Type.Record is { } record)
                Add(listing, $"{prefix}{option.Name}.", OptionDescription.Of(record));
        }
    }

    private static string TypeOf(OptionDescription option) => option.Option.Unit is { } unit ? $"{option.Type.Name} ({unit})" : option.Type.Name;

    private static string DefaultOf(OptionDescription option) =>
        option.Required ? "(required)" : option.Type.Format(option.Default) is { Length: > 0 } value ? value : "-";

    private static string BoundsOf(OptionAttribute option) => (option.Min, option.Max) switch
    {
        (null, null) => "-",
        ({ } min, null) => $"{min} or more",
        (null, { } max) => $"up to {max}",
        ({ } min, { } max) => $"{min} to {max}",
    };

    // A help sentence that names the choices itself is not made to say them twice.
    private static string HelpOf(OptionDescription option) =>
        option.Type.Choices.Count == 0 || option.Type.Choices.All(c => option.Option.Help.Contains(c, StringComparison.Ordinal))
            ? option.Option.Help
            : $"{option.Option.Help} One of {string.Join(", ", option.Type.Choices.Select(TomlText.Quote))}.";
}
