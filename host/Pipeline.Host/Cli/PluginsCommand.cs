using System.CommandLine;
using Pipeline.Host.Cli.Completion;
using Pipeline.Host.Configuration;
using Pipeline.Host.Configuration.Toml;
using Pipeline.Host.Diagnostics;
using Pipeline.Host.Plugins;

namespace Pipeline.Host.Cli;

/// <summary><c>pipeline plugins</c>: what is installed, what one plugin takes, or the whole configuration's schema.</summary>
internal static class PluginsCommand
{
    public static Command Build()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "A plugin, as a configuration's type names it: its options with types, defaults and bounds. Default: list all plugins.",
            // Else all there are stand here.
            HelpName = "NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        name.CompletionSources.Add(_ => Words.Completions(PluginCatalog.Scan([Installation.Plugins]).Plugins.Select(p => p.Name).Distinct()));
        var schema = new Option<bool>("--schema") { Description = "Print the JSON schema (2020-12) of configuration files with the plugins installed here, for editors that know TOML." };
        var command = new Command("plugins", "List installed plugins, or the options of one.") { name, schema };
        command.Validators.Add(result =>
        {
            if (result.GetValue(schema) && result.GetValue(name) is not null)
                result.AddError("--schema covers all plugins at once; leave NAME out");
        });
        command.SetAction(arguments =>
        {
            var plugins = InstalledPlugins.Load([Installation.Plugins]);
            if (arguments.GetValue(schema))
                return WriteSchema(plugins);
            return arguments.GetValue(name) is { } wanted ? Show(plugins, wanted) : List(plugins);
        });
        return command;
    }

    private static int List(InstalledPlugins plugins)
    {
        var listing = new Listing("KIND", "NAME", "FOLDER");
        foreach (var (manifest, _) in plugins.Usable)
            listing.Add(SnakeCase.From(manifest.Kind.ToString()), manifest.Name, manifest.Directory);
        listing.Write(Console.Out);
        return Complain(plugins.Problems);
    }

    private static int Show(InstalledPlugins plugins, string name)
    {
        var found = plugins.Usable.Where(p => p.Manifest.Name == name).ToArray();
        foreach (var (manifest, type) in found)
        {
            if (manifest != found[0].Manifest)
                Console.Out.WriteLine();
            OptionListing.Write(manifest, type.Options, Console.Out);
        }

        // Of two kinds that share a name one may be of use and the other not.
        var unusable = plugins.ProblemsOf(name).ToArray();
        if (found.Length > 0 || unusable.Length > 0)
            return Complain(unusable);
        var names = plugins.Usable.Select(p => p.Manifest.Name).Distinct().ToArray();
        var nearest = Suggestions.Nearest(name, names) is { } near ? $"; did you mean {near}?" : "";
        var expected = names.Length == 0 ? "none is installed" : $"expected one of {string.Join(", ", names)}";
        StandardError.Writer.WriteLine($"there is no plugin '{name}' ({expected}){nearest}");
        return ExitCode.WrongCommandLine;
    }

    private static int WriteSchema(InstalledPlugins plugins)
    {
        Console.Out.WriteLine(ConfigurationSchema.Of(plugins.Usable.Select(p => (p.Manifest, p.Type.Options))).ToJsonString(ConfigurationSchema.Readable));
        return Complain(plugins.Problems);
    }

    private static int Complain(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
            StandardError.Writer.WriteLine($"error: {problem}");
        return problems.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
