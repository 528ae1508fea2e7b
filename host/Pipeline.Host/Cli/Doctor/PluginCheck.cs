using Pipeline.Host.Plugins;

namespace Pipeline.Host.Cli.Doctor;

/// <summary>Whether the installed plugins load.</summary>
/// <param name="allNeeded">Without a configuration nobody can tell which are needed; one that was checked has what it needs.</param>
internal sealed class PluginCheck(bool allNeeded) : ICheck
{
    private const string Subject = "plugins";

    public IEnumerable<Finding> Run()
    {
        var plugins = InstalledPlugins.Load([Installation.Plugins]);
        if (plugins.Usable.Count > 0)
            yield return new Finding(Health.Ok, Subject, string.Join(", ", plugins.Usable.Select(p => p.Manifest.Name).Distinct()));
        foreach (var problem in plugins.Problems)
            yield return new Finding(allNeeded ? Health.Failed : Health.Limited, Subject, problem, "repair or remove it");
    }
}
